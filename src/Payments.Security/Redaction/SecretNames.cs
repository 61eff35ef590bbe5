namespace Payments.Security;

/// <summary>What kind of value a name announces, and so how it is known in a text.</summary>
internal enum SecretKind
{
    None,

    /// <summary>Three or four digits.</summary>
    VerificationValue,

    /// <summary>Four to twelve digits.</summary>
    Pin,

    /// <summary>A number of a card or an account, whatever its check digit.</summary>
    Number,

    /// <summary>Anything at all.</summary>
    Password,

    /// <summary>A key, token or secret of six characters or more.</summary>
    Secret,

    /// <summary>A header's value, which may have a scheme in front.</summary>
    Header,

    /// <summary>A header's value to the end of its line.</summary>
    Line,
}

/// <summary>The names of fields, headers and options that hold what must not be seen.</summary>
internal static class SecretNames
{
    internal const int MaxLength = 64;

    // By how a name ends, in lower case and without '_' and '-'; whole ones must be the whole of a word: 'mapPin' is one, 'shipping' is none.
    private static readonly (string End, bool IsWord, SecretKind Kind)[] Table =
    [
        .. Of(SecretKind.VerificationValue, "cvv", "cvc", "cvv2", "cvc2", "cvn", "cvvcode", "cvccode", "securitycode", "verificationvalue"),
        .. Words(SecretKind.Pin, "pin", "pinblock"),
        .. Of(SecretKind.Number, "cardnumber", "cardno", "cardnum", "accountnumber", "accountno", "acctno"),
        .. Words(SecretKind.Number, "pan"),
        .. Of(SecretKind.Password, "password", "passwd", "passphrase"),
        .. Words(SecretKind.Password, "pwd"),
        .. Of(SecretKind.Secret, "secret", "token", "apikey", "secretkey", "signkey", "signingkey", "hashkey", "privatekey", "accesskey", "hmackey", "signaturekey",
            "encryptionkey", "billingkey", "mackey", "merchantkey", "apiiv", "track1", "track2", "trackdata", "financialid"),
        .. Of(SecretKind.Header, "authorization"),
        .. Of(SecretKind.Line, "cookie"),
    ];

    /// <summary>The last piece of each name, which the vectorised search looks for; case does not count.</summary>
    internal static readonly string[] Needles =
    [
        "cvv", "cvc", "cvn", "cvv2", "cvc2", "code", "verificationvalue", "verification_value", "verification-value", "pin", "pinblock", "pin_block", "number", "cardno",
        "card_no", "card-no", "cardnum", "card_num", "acctno", "acct_no", "accountno", "account_no", "pan", "password", "passwd", "passphrase", "pwd", "secret", "token", "key",
        "apiiv", "api_iv", "api-iv", "track1", "track2", "track_1", "track_2", "trackdata", "track_data", "financialid", "financial_id", "financial-id", "authorization", "cookie",
    ];

    /// <summary>What a name announces.</summary>
    internal static SecretKind KindOf(ReadOnlySpan<char> name)
    {
        name = name.TrimStart("@$");
        if (name.Length is 0 or > MaxLength)
            return SecretKind.None;

        Span<char> lower = stackalloc char[MaxLength];
        Span<bool> begins = stackalloc bool[MaxLength];
        var length = 0;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] is '_' or '-')
                continue;
            begins[length] = i == 0 || !char.IsAsciiLetter(name[i - 1]) || (char.IsAsciiLetterLower(name[i - 1]) && char.IsAsciiLetterUpper(name[i]));
            lower[length++] = char.ToLowerInvariant(name[i]);
        }

        foreach (var (end, isWord, kind) in Table)
        {
            if (lower[..length].EndsWith(end, StringComparison.Ordinal) && (!isWord || begins[length - end.Length]))
                return kind;
        }

        return SecretKind.None;
    }

    /// <summary>Whether a value is what its name announces. Words that say that there is none, and what is masked already, are not.</summary>
    internal static bool Holds(SecretKind kind, ReadOnlySpan<char> value)
    {
        value = value.Trim();
        if (value.IsEmpty || value.StartsWith("***", StringComparison.Ordinal) || value is "null" or "true" or "false" or "(null)" or "[redacted]" or "[Redacted]" or "*")
            return false;
        return kind switch
        {
            SecretKind.None => false,
            SecretKind.VerificationValue => value.Length is 3 or 4 && DigitsIn(value) == value.Length,
            SecretKind.Pin => value.Length is >= 4 and <= 12 && DigitsIn(value) == value.Length,
            SecretKind.Number => DigitsIn(value) >= 6 && DigitsIn(value) * 2 > value.Length,
            SecretKind.Secret => value.Length >= 6,
            _ => true,
        };
    }

    private static int DigitsIn(ReadOnlySpan<char> value)
    {
        var count = 0;
        foreach (var character in value)
            count += char.IsDigit(character) ? 1 : 0;
        return count;
    }

    private static IEnumerable<(string End, bool IsWord, SecretKind Kind)> Of(SecretKind kind, params string[] ends) => ends.Select(end => (end, false, kind));

    private static IEnumerable<(string End, bool IsWord, SecretKind Kind)> Words(SecretKind kind, params string[] ends) => ends.Select(end => (end, true, kind));
}
