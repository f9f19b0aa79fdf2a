import type { RestorationReport } from '@whatsapp-service/shared/api/restoration-report.ts';
import type { DatabaseSync } from 'node:sqlite';
import { directWrites } from '../storage/writes.ts';
import type { Writes } from '../storage/writes.ts';

/** The reports of past restorations, newest kept. */
export class RestorationStore {
  readonly #database: DatabaseSync;
  readonly #writes: Writes;

  constructor(database: DatabaseSync, writes: Writes = directWrites) {
    this.#writes = writes;
    this.#database = database;
  }

  save(report: RestorationReport): void {
    this.#writes.write(() => {
      this.#save(report);
      return undefined;
    }, `restoration ${report.began_at}`);
  }

  #save(report: RestorationReport): void {
    this.#database
      .prepare('INSERT INTO restorations (began_at, report) VALUES (?, ?) ON CONFLICT (began_at) DO UPDATE SET report = excluded.report')
      .run(report.began_at, JSON.stringify(report));
    this.#database.exec(
      'DELETE FROM restorations WHERE began_at NOT IN (SELECT began_at FROM restorations ORDER BY began_at DESC LIMIT 50)',
    );
  }

  /** The newest report, or null before the first restoration. */
  last(): RestorationReport | null {
    return this.recent(1)[0] ?? null;
  }

  /** The newest reports, newest first. */
  recent(limit: number): RestorationReport[] {
    const rows = this.#database.prepare('SELECT report FROM restorations ORDER BY began_at DESC LIMIT ?').all(limit);
    return rows.map((row) => {
      // Written by this class alone.
      const report = JSON.parse(String(row['report'])) as RestorationReport;
      // A release without handover did not write the field.
      return { ...report, sessions: report.sessions.map((session) => ({ ...session, adopted: session.adopted ?? false })) };
    });
  }
}
