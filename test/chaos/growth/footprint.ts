import { Stage } from '../stage/stage.ts';

/** The supervisor's memory with so many sessions. */
export interface Footprint {
  readonly sessions: number;
  readonly rssBytes: number;
}

/** Measures a service that is left alone with none, ten and forty workers without browsers. */
export async function measureFootprint(): Promise<Footprint[]> {
  const stage = await Stage.open({ hits: 0, calm: 0, hasDisks: false });
  try {
    const found: Footprint[] = [];
    let ids: string[] = [];
    for (const sessions of [0, 10, 40]) {
      ids = [...ids, ...(await stage.addFixtures('behaves', sessions - ids.length))];
      for (const id of ids) await stage.service.waitForStatus(id, 'connected', 120_000);
      found.push({ sessions, rssBytes: (await stage.figures()).rssBytes });
    }
    return found;
  } finally {
    await stage.close();
  }
}
