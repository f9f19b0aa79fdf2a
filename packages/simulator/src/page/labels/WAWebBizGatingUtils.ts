import { Conn } from '#page/socket/WAWebConnModel.ts';

/** Whether the account may keep notes of customers. */
export function smbNotesV1Enabled(): boolean {
  return Conn.platform.startsWith('smb');
}
