namespace Payments;

/// <summary>The facts of <see cref="Currency"/>: codes by the number of decimals.</summary>
internal static class CurrencyTable
{
    /// <summary>The exponent of a code that exists but has no minor unit in ISO 4217 (gold, SDR, test codes), or that nobody here knows.</summary>
    internal const sbyte NoExponent = -1;

    // ISO 4217 list one (SIX, with amendments up to 180), plus the withdrawn codes that a provider still lists: ANG, BGN, HRK, STD.
    private static readonly (sbyte Exponent, string Codes)[] Fiat =
    [
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (2, "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW " +
            "CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR " +
            "ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR " +
            "MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STD " +
            "STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG"),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
        (NoExponent, "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX"),
    ];

    // Decimals of the asset on its own chain; where it lives on several, of the one that issued it first.
    private static readonly (sbyte Exponent, string Codes)[] Crypto =
    [
        (2, "GUSD"),
        (6, "ADA EURC PYUSD TRX USDC USDT XRP USDG"),
        (7, "XLM"),
        (8, "BCH BTC DOGE LTC WBTC"),
        (9, "SOL TON"),
        (12, "XMR"),
        (18, "APE AVAX BNB BUSD DAI ETH LINK MATIC POL RLUSD SHIB USDP"),
    ];

    // Not frozen: every host waits for this table when it starts, and compiling that would take longer than its lookups ever save.
    internal static readonly Dictionary<string, Currency> Known = Read();

    private static Dictionary<string, Currency> Read()
    {
        var known = new Dictionary<string, Currency>(256, StringComparer.OrdinalIgnoreCase);
        foreach (var (rows, isCrypto) in new[] { (Fiat, false), (Crypto, true) })
        {
            foreach (var (exponent, codes) in rows)
            {
                foreach (var code in codes.Split(' '))
                    known.Add(code, new Currency(code, exponent, isCrypto));
            }
        }

        return known;
    }
}
