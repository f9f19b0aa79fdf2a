import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ResourceSample } from '@whatsapp-service/shared/api/resources-view.ts';
import { keepFresh } from '../api/keep-fresh.ts';
import { sentenceOf } from '../api/problem.ts';
import type { Parts } from '../parts.ts';
import { bytesOf } from '../sessions/words.ts';

const [width, height] = [600, 80];
const shownMs = 3_600_000;

/** Memory and processor time of the last hour, as two small lines. */
export function ResourceChart({ parts, sessionId }: { readonly parts: Parts; readonly sessionId: string }) {
  const samples = useSignal<readonly ResourceSample[]>([]);
  const fault = useSignal('');
  useEffect(
    () =>
      keepFresh(parts.live, async () => {
        try {
          const answer = await parts.api.resources(sessionId, samples.peek().at(-1)?.time);
          samples.value = joined(samples.peek(), answer.samples);
          fault.value = '';
        } catch (error) {
          fault.value = sentenceOf(error);
        }
      }),
    [parts, sessionId, samples, fault],
  );
  return (
    <section>
      <h2>Resources</h2>
      {fault.value !== '' && <p class="fault">{fault.value}</p>}
      {samples.value.length < 2 ? (
        <p class="state">The lines begin with the service; the next figures come in some seconds.</p>
      ) : (
        <div class="charts">
          <Line name="Memory" samples={samples.value} valueOf={(sample) => sample.rss_bytes} format={bytesOf} />
          <Line name="CPU" samples={samples.value} valueOf={(sample) => sample.cpu_percent} format={(value) => `${value.toFixed(1)} %`} />
        </div>
      )}
    </section>
  );
}

/** Two questions may have been under way at once: what is known already is not taken twice. */
function joined(known: readonly ResourceSample[], found: readonly ResourceSample[]): readonly ResourceSample[] {
  const last = known.at(-1)?.time ?? '';
  const all = [...known, ...found.filter(({ time }) => time > last)];
  const since = Date.parse(all.at(-1)?.time ?? '') - shownMs;
  return all.filter(({ time }) => Date.parse(time) >= since);
}

interface LineProps {
  readonly name: string;
  readonly samples: readonly ResourceSample[];
  readonly valueOf: (sample: ResourceSample) => number;
  readonly format: (value: number) => string;
}

function Line({ name, samples, valueOf, format }: LineProps) {
  const values = samples.map(valueOf);
  const times = samples.map(({ time }) => Date.parse(time));
  const [first = 0, now = 0] = [times[0], times.at(-1)];
  const most = Math.max(...values, 1);
  const last = values.at(-1) ?? 0;
  const points = values.map((value, index) => {
    const x = (((times[index] ?? 0) - first) / Math.max(now - first, 1)) * width;
    return `${x.toFixed(1)},${(height - (value / most) * height).toFixed(1)}`;
  });
  const minutes = Math.max(1, Math.round((now - first) / 60_000));
  return (
    <figure>
      <svg
        viewBox={`0 -2 ${width} ${height + 4}`}
        role="img"
        aria-label={`${name}: now ${format(last)}, at most ${format(most)}`}
        preserveAspectRatio="none"
      >
        <polyline points={points.join(' ')} />
      </svg>
      <figcaption>
        {name}: {format(last)}{' '}
        <small>
          (at most {format(most)} in {minutes} min)
        </small>
      </figcaption>
    </figure>
  );
}
