import { AdminLink } from '../shell/AdminLink'
import { shortId } from './cells'
import { subjectHref } from './subject'

const SHORT_CHARS = 12

export function SubjectCell({ subject }: { subject: string }) {
  const [kind = '', id = ''] = subject.split(':', 2)
  const words = <code title={subject}>{id.length > SHORT_CHARS ? `${kind}:${shortId(id)}` : subject}</code>
  const href = subjectHref(subject)
  return href === null ? words : <AdminLink to={href}>{words}</AdminLink>
}
