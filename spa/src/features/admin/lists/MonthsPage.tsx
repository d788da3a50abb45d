import { ListView } from '../list'
import { cyclesList } from './cycles'

export function MonthsPage() {
  return <ListView spec={cyclesList} />
}
