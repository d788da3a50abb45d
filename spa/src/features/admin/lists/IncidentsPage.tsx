import { ListView } from '../list'
import { incidentsList } from './incidents'

export function IncidentsPage() {
  return <ListView spec={incidentsList} />
}
