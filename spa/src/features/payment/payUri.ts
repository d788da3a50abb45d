/** Schemes whose `amount` is a decimal in whole coins (BIP 21 and those after it), so that another can be put in. */
const WITH_AMOUNT = /^(bitcoin|litecoin|dogecoin|bitcoincash|dash|zcash):/i
const AMOUNT = /([?&]amount=)[^&]*/i

/** The same wallet link for another amount; null where an amount can't be put in safely. */
export function withAmount(payUri: string, amount: string): string | null {
  if (!WITH_AMOUNT.test(payUri) || !AMOUNT.test(payUri)) return null
  return payUri.replace(AMOUNT, (_, name: string) => `${name}${amount}`)
}

/** Schemes that a browser would act on by itself; what a processor sends is not to be trusted with that. */
const NOT_A_WALLET = /^(javascript|data|vbscript|blob|file|https?):/i

/** A link that opens a wallet, or null. */
export function walletLink(payUri: string | undefined): string | null {
  return payUri !== undefined && /^[a-z][a-z0-9+.-]*:/i.test(payUri) && !NOT_A_WALLET.test(payUri)
    ? payUri
    : null
}

/** A link to a page on the web, or null. */
export function webLink(url: string | undefined): string | null {
  return url !== undefined && /^https?:\/\//i.test(url) ? url : null
}
