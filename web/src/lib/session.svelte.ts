import { ask } from './api';

export interface Member {
  id: string;
  name: string;
  role: 'owner' | 'member' | 'viewer';
  has_password: boolean;
  disabled: boolean;
  created_at: number;
}

/** undefined: not known yet; null: nobody is signed in. */
export const session = $state<{ member: Member | null | undefined }>({ member: undefined });

export async function whoAmI() {
  const member = await ask('/ui/v1/me').then((body) => body.member as Member | null, () => session.member ?? null);
  if (member?.id !== session.member?.id || member === null) session.member = member;
}

export async function signOut() {
  await ask('/ui/v1/sign-out', { method: 'POST', body: {} }).catch(() => {});
  session.member = null;
}
