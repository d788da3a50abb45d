import { ListView } from '../list'
import { notificationsList } from './notifications'

export function NotificationsPage() {
  return <ListView spec={notificationsList} />
}
