/**
 * Decimal digits of each currency's minor unit by ISO 4217 (table A.1, "current currency and funds
 * code list", as of 2026-01-01). Not what browsers and `Intl` show, which omit digits rarely used
 * in shops: amounts are stored, and sent to payment providers, in ISO minor units. Codes without a
 * minor unit (metals, XDR, XSU, XUA, bond market and test codes) can't price a ticket and are not
 * listed. Codes that ISO withdraws stay, because stored amounts use them.
 */
export const CURRENCY_DIGITS: ReadonlyMap<string, number> = readDigits({
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD ' +
    'CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP ' +
    'GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK ' +
    'LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO ' +
    'NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS ' +
    'SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST ' +
    'XAD XCD XCG YER ZAR ZMW ZWG ' +
    // Withdrawn from ISO 4217 in recent years.
    'ANG BGN CUC HRK SLL ZWL',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
});

function readDigits(byDigits: Record<number, string>): Map<string, number> {
  return new Map(
    Object.entries(byDigits).flatMap(([digits, codes]) =>
      codes.split(' ').map((code) => [code, Number(digits)] as const),
    ),
  );
}
