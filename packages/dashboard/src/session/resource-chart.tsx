import type { Sample } from '../sessions/resource-history.ts';
import { bytesOf } from '../sessions/words.ts';

const [width, height] = [600, 80];

/** Memory and processor time since the page was opened, as two small lines. */
export function ResourceChart({ samples }: { readonly samples: readonly Sample[] }) {
  return (
    <section>
      <h2>Resources</h2>
      {samples.length < 2 ? (
        <p class="state">The lines begin when the page is opened; the next figures come in some seconds.</p>
      ) : (
        <div class="charts">
          <Line name="Memory" values={samples.map(({ rssBytes }) => rssBytes)} format={bytesOf} />
          <Line name="CPU" values={samples.map(({ cpuPercent }) => cpuPercent)} format={(value) => `${value.toFixed(1)} %`} />
        </div>
      )}
    </section>
  );
}

interface LineProps {
  readonly name: string;
  readonly values: readonly number[];
  readonly format: (value: number) => string;
}

function Line({ name, values, format }: LineProps) {
  const most = Math.max(...values, 1);
  const last = values.at(-1) ?? 0;
  const points = values.map(
    (value, index) => `${((index / (values.length - 1)) * width).toFixed(1)},${(height - (value / most) * height).toFixed(1)}`,
  );
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
        {name}: {format(last)} <small>(at most {format(most)})</small>
      </figcaption>
    </figure>
  );
}
