/** Whether an error of the page is a refusal by WhatsApp's server: puppeteer keeps of it its name, in one place or the other. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && (error.name === 'ServerStatusCodeError' || error.message.includes('ServerStatusCodeError'));
}

/** The outcome of a call, or what `refused` makes of a refusal. */
export async function unlessRefused<T>(call: Promise<T>, refused: () => Error): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw isRefusal(error) ? refused() : error;
  }
}
