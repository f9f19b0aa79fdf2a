import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { launch } from 'puppeteer';
import type { Browser, ElementHandle, Page } from 'puppeteer';
import { serviceBrowser } from './browsers.ts';

const pictures = join(import.meta.dirname, '../../.tools/screenshots');
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const waitMs = 20_000;

/** The status page in a real browser, with what it loaded from elsewhere and what it complained about. */
export class StatusPage {
  readonly page: Page;
  readonly elsewhere: string[] = [];
  readonly complaints: string[] = [];
  readonly #browser: Browser;
  readonly #url: string;

  private constructor(browser: Browser, page: Page, url: string) {
    this.#browser = browser;
    this.page = page;
    this.#url = url;
    page.setDefaultTimeout(waitMs);
    page.on('request', (request) => {
      if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(`${url}/`)) this.elsewhere.push(request.url());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      // That an answer was 401 or 409, or did not come while the service restarts, the browser says by itself.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) this.complaints.push(message.text());
    });
  }

  static async open(url: string): Promise<StatusPage> {
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const browser = await launch({ executablePath: serviceBrowser.path, args, pipe: true, defaultViewport: { width: 1_280, height: 900 } });
    const found = new StatusPage(browser, await browser.newPage(), url);
    await found.page.goto(`${url}/`);
    return found;
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  async signIn(key: string): Promise<void> {
    await this.type('API key', key);
    await this.press('Sign in');
    await this.page.waitForSelector('header.top');
  }

  async goTo(hash: string): Promise<void> {
    await this.page.goto(`${this.#url}/${hash}`);
  }

  /** Presses the button, link or choice with this name, in the uppermost dialog where there is one. */
  async press(name: string): Promise<void> {
    await this.#click(await this.#find(name, 'button, a, summary, label'));
  }

  /** Types into the field with this label. */
  async type(label: string, text: string): Promise<void> {
    await this.#click(await this.#find(label, 'label'));
    const { keyboard } = this.page;
    await keyboard.down('Control');
    await keyboard.press('a');
    await keyboard.up('Control');
    await keyboard.type(text);
  }

  /** Once it stands still, as a person would: parts of a view that are still being asked for move what is below them. */
  async #click(element: ElementHandle): Promise<void> {
    await element.asLocator().click();
  }

  /** Waits until the page says something; the error says what it says instead. */
  async says(pattern: RegExp, timeoutMs = waitMs): Promise<void> {
    await this.holds(`${String(pattern)}.test(document.body.innerText)`, timeoutMs).catch(async (error: unknown) =>
      this.#fail(`The page does not say ${String(pattern)}`, error),
    );
  }

  /** Waits until something is there that a selector of CSS names. */
  async sees(selector: string): Promise<void> {
    await this.page.waitForSelector(selector).catch(async (error: unknown) => this.#fail(`The page has no ${selector}`, error));
  }

  /** Waits until an expression is true in the page. */
  async holds(expression: string, timeoutMs = waitMs): Promise<void> {
    await this.page.waitForFunction(expression, { timeout: timeoutMs, polling: 100 });
  }

  /** What an expression is in the page. */
  async ask(expression: string): Promise<unknown> {
    return this.page.evaluate(expression);
  }

  /** What axe finds wrong with the accessibility of the page as it is now. */
  async accessibilityFaults(): Promise<unknown> {
    await this.page.evaluate(axeSource);
    return this.ask(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`))',
    );
  }

  /** The element once it is there: what has the name as its label, or else as its text or the beginning of it. */
  async #find(name: string, selector: string): Promise<ElementHandle> {
    const look = `(() => {
      const within = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
      const namesOf = (each) => each.hasAttribute('aria-label') ? [each.getAttribute('aria-label')] : [each.textContent, each.firstChild?.textContent];
      const isIt = (each) => each.checkVisibility() && namesOf(each).some((text) => text?.trim() === ${JSON.stringify(name)});
      return [...within.querySelectorAll(${JSON.stringify(selector)})].find(isIt);
    })()`;
    await this.holds(`${look} !== undefined`).catch(async (error: unknown) => this.#fail(`The page has no "${name}"`, error));
    const found = (await this.page.evaluateHandle(look)).asElement();
    if (found === null) throw new Error(`"${name}" is gone from the page.`);
    return found as ElementHandle;
  }

  async #fail(what: string, cause: unknown): Promise<never> {
    await this.picture('failure');
    throw new Error(`${what}, but:\n${String(await this.ask('document.body.innerText'))}`, { cause });
  }

  /** Keeps a picture of the page for people. */
  async picture(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: join(pictures, `${name}.png`) });
  }
}
