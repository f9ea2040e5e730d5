import { until } from '../../../servers/browser/until.ts';
import type { Replica } from '../../../servers/replica/start.ts';

/** A page of either browser's driver. */
interface Evaluating {
  evaluate(work: (data: string) => void, data: string): Promise<void>;
}

/** All words "Facebook" has of its visitor up to now: a last event is made up, and waited for at the server. */
export async function heardByFacebook(page: Evaluating, { recorder }: Replica): Promise<string> {
  const last = `last event ${Math.random()}`;
  await page.evaluate((data) => {
    document.body.dispatchEvent(new CompositionEvent('compositionend', { data, bubbles: true }));
    (window as unknown as { __flushRecorded(): void }).__flushRecorded();
  }, last);
  await until('the recorder to be told', () => recorder.words().includes(last));
  return recorder.words();
}
