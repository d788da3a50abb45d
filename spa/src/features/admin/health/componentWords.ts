import { t } from '@lingui/core/macro'
import type { HealthComponent } from './healthQuery'

/** What a part is called; `null`: it has a name of its own. */
export function componentWords({ kind, id, label }: HealthComponent): string | null {
  switch (kind) {
    case 'database':
      return t`Database`
    case 'queue':
      return t`Queue`
    case 'storage':
      return t`Storage of pictures`
    case 'proxies':
      return t`Proxies`
    case 'mail':
      return t`Mail`
    case 'bot':
      return t`Bot`
    case 'disk':
      return t`Disk`
    case 'certificate':
      return t`Certificate`
    case 'clock':
      return t`Clock`
    case 'backup':
      return t`Backup`
    case 'switches':
      return t`Switches`
    case 'pool':
      return poolWords(id, label)
    // Where nothing can be seen, one stands for all of its kind.
    case 'process':
      return id === kind ? t`Processes` : null
    case 'processor':
      return id === kind ? t`Payment processors` : null
  }
}

function poolWords(id: string, label: string): string {
  const [sort, provider] = id.split(':', 2)
  if (sort === 'model') {
    // The server names it as customers read it, which its id doesn't.
    const model = label.replace(/^Keys for /, '')
    return t`Keys for ${model}`
  }
  return provider === undefined ? t`Keys` : t`Keys of ${provider}`
}
