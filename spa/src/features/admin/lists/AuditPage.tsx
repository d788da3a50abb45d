import { ListView } from '../list'
import { auditList } from './audit'

export function AuditPage() {
  return <ListView spec={auditList} />
}
