import { ListView } from '../list'
import { paymentsList } from './payments'

export function PaymentsPage() {
  return <ListView spec={paymentsList} />
}
