/** The pages that a line of the audit may be about, by the kind before the colon. */
const FILES: Partial<Record<string, string>> = {
  user: '/admin/users',
  generation: '/admin/generations',
  payment: '/admin/payments',
  key: '/admin/keys',
  proxy: '/admin/proxies',
}

/** `key:<id>` -> the page of the key; null where there is none. */
export function subjectHref(subject: string): string | null {
  const [kind = '', id = ''] = subject.split(':', 2)
  const file = FILES[kind]
  return file === undefined || id === '' ? null : `${file}/${id}`
}
