/** What was typed into a form's fields, trimmed, by their names; the form is not sent by the browser. */
export function takeTexts(event: SubmitEvent): Readonly<Record<string, string>> {
  event.preventDefault();
  const entries = [...new FormData(event.currentTarget as HTMLFormElement)];
  return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === 'string' ? value.trim() : '']));
}

/** A phone number as people write it, in the form that the service takes. */
export function phoneNumberOf(text: string | undefined): string {
  return (text ?? '').replaceAll(/[\s()-]/g, '');
}
