/** Bytes that the page holds by reference; a URL of its own while somebody shows them. */
export class WAWebMediaOpaqueData {
  readonly #blob: Blob;
  #url: string | undefined;

  private constructor(blob: Blob) {
    this.#blob = blob;
  }

  static createFromData(data: Blob, mimetype: string): Promise<WAWebMediaOpaqueData> {
    return Promise.resolve(new WAWebMediaOpaqueData(data.type === mimetype ? data : data.slice(0, data.size, mimetype)));
  }

  get type(): string {
    return this.#blob.type;
  }

  get size(): number {
    return this.#blob.size;
  }

  url(): string {
    this.#url ??= URL.createObjectURL(this.#blob);
    return this.#url;
  }

  /** Nobody shows it here: the URL goes at once, so that a page that sends much does not grow. */
  autorelease(): void {
    if (this.#url !== undefined) URL.revokeObjectURL(this.#url);
    this.#url = undefined;
  }

  formData(): Blob {
    return this.#blob;
  }
}
