import { hintsOf, settingsSchema } from '@whatsapp-service/supervisor/config/settings-schema.ts';
import type { SettingName } from '@whatsapp-service/supervisor/config/settings-schema.ts';

/** One setting as the documentation shows it. */
export interface SettingRow {
  readonly name: string;
  readonly group: string;
  readonly description: string;
  readonly allowed: string;
  /** The default as it is written, or undefined where it is only told in words. */
  readonly defaultValue: string | undefined;
  readonly defaultText: string;
  readonly example: string;
}

/** All settings by their group, in the schema's order. */
export function settingGroups(): Map<string, SettingRow[]> {
  const groups = new Map<string, SettingRow[]>();
  for (const name of Object.keys(settingsSchema.properties) as SettingName[]) {
    const row = rowOf(name);
    groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
  }
  return groups;
}

function rowOf(name: SettingName): SettingRow {
  const hints = hintsOf(name);
  const given: unknown = Reflect.get(settingsSchema.properties[name], 'default');
  const defaultValue = given === undefined ? undefined : typeof given === 'string' ? given : JSON.stringify(given);
  return {
    name,
    group: hints.group,
    description: hints.description,
    allowed: hints.allowed,
    defaultValue,
    defaultText: hints.defaultText ?? `\`${defaultValue ?? ''}\``,
    example: hints.example ?? defaultValue ?? '',
  };
}
