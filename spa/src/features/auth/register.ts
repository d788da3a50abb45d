import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { preferredLanguage } from '~/i18n/i18n'
import { site } from '~/lib/site'

export interface Newcomer {
  email: string
  password: string
  invite: string
}

/** Either a customer who is signed in now, or where to look for the mail that makes one. */
export function register({ email, password, invite }: Newcomer) {
  const body = {
    email,
    password,
    language: preferredLanguage(),
    ...(site.terms_version !== undefined && { terms_version: site.terms_version }),
    ...(site.signup === 'invite' && { invite }),
  }
  return unwrap(client.POST('/api/v1/auth/register', { body }))
}
