using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using Payments.Http;

namespace Payments.KakaoPay;

/// <summary>How one registration talks to Kakao Pay: one merchant code. Checked at start, and again at first use.</summary>
public sealed class KakaoPayOptions : ProviderHttpOptions
{
    /// <summary>Starts with Kakao Pay's own defaults.</summary>
    public KakaoPayOptions() => Timeout = KakaoPayDefaults.Timeout;

    /// <summary>
    /// The secret key of the application on developers.kakaopay.com: the one for development (often <c>DEV…</c>) or the one for production
    /// (<c>PRD…</c>). The key and <see cref="Cid"/> decide between test and live; the host is the same.
    /// </summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string SecretKey { get; set; } = "";

    /// <summary>
    /// The merchant code, 10 characters: <c>TC0ONETIME</c> (single) or <c>TCSUBSCRIP</c> (recurring) with the development key; the contract's own
    /// when live. Each code is a registration of its own.
    /// </summary>
    public string Cid { get; set; } = "";

    /// <summary>The merchant code's secret, 24 lower-case letters and digits. Null where the contract has none.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? CidSecret { get; set; }

    /// <inheritdoc />
    protected override void Validate(ICollection<string> problems)
    {
        base.Validate(problems);
        ValidateKey(problems);
        if (Cid.Length != KakaoPayDefaults.CidLength || !Cid.All(char.IsAsciiLetterOrDigit))
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture,
                $"Cid must be the merchant code, {KakaoPayDefaults.CidLength} letters and digits: 'TC0ONETIME' with the development key, your own when live."));
        }
        else if (KakaoPayDefaults.TestCids.Contains(Cid) && SecretKey.StartsWith("PRD", StringComparison.Ordinal))
        {
            problems.Add("Cid is a test code, but SecretKey is for production: payments would look real and bring no money. Set your own code.");
        }

        if (CidSecret is not null
            && (CidSecret.Length != KakaoPayDefaults.CidSecretLength || !CidSecret.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))))
            problems.Add("CidSecret must be 24 lower-case letters and digits: copy it again, or leave it out where the contract has none.");
    }

    private void ValidateKey(ICollection<string> problems)
    {
        if (string.IsNullOrEmpty(SecretKey))
            problems.Add("SecretKey is missing: set it to the secret key of the application on developers.kakaopay.com.");
        else if (SecretKey.StartsWith(KakaoPayDefaults.Scheme, StringComparison.Ordinal) || SecretKey.StartsWith("KakaoAK", StringComparison.Ordinal))
            problems.Add("SecretKey must be the key alone, without the scheme of the Authorization header in front of it.");
        else if (SecretKey.Any(c => c is <= ' ' or > '~'))
            problems.Add("SecretKey holds white space or a character that no key has: copy it again, without a line break.");
    }
}
