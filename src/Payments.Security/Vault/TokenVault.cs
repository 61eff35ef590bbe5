using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Payments.Security;

/// <summary>
/// The vault over an <see cref="ITokenStore"/>. The number is encrypted for its purpose and bound to its record: id, brand, last four digits,
/// fingerprint and expiry, so that none of them can be changed, nor a number moved to another record.
/// </summary>
public sealed class TokenVault : ITokenVault
{
    private const string PurposePrefix = "payments.vault.";
    private const int MaxProtectedSize = 1024;

    private readonly ITokenStore _store;
    private readonly IPaymentDataProtector _protector;
    private readonly CardFingerprinter _fingerprinter;
    private readonly TimeProvider _time;
    private readonly FillRandom _fillToken;

    /// <summary>Makes a vault.</summary>
    /// <param name="store">Where the records are.</param>
    /// <param name="protector">What encrypts the numbers.</param>
    /// <param name="fingerprinter">What makes the fingerprints.</param>
    /// <param name="time">The clock.</param>
    public TokenVault(ITokenStore store, IPaymentDataProtector protector, CardFingerprinter fingerprinter, TimeProvider time)
        : this(store, protector, fingerprinter, time, RandomNumberGenerator.Fill)
    {
    }

    internal TokenVault(
        ITokenStore store, IPaymentDataProtector protector, CardFingerprinter fingerprinter, TimeProvider time, FillRandom fillToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(protector);
        ArgumentNullException.ThrowIfNull(fingerprinter);
        ArgumentNullException.ThrowIfNull(time);
        _store = store;
        _protector = protector;
        _fingerprinter = fingerprinter;
        _time = time;
        _fillToken = fillToken;
    }

    /// <inheritdoc />
    public async Task<CardToken> TokenizeAsync(CardNumber card, TokenizeOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(options);
        var token = TokenFormat.Create(_fillToken);
        var record = new TokenRecord
        {
            Id = TokenFormat.IdOf(token)!,
            Ciphertext = default,
            Brand = card.Brand.Name,
            Last4 = card.Last4,
            Fingerprint = _fingerprinter.Compute(card),
            ExpiresAt = ExpiryAfter(options.ExpiresAfter),
        };
        record = record with { Ciphertext = Seal(card, options.Purpose, record) };
        await _store.AddAsync(record, cancellationToken).ConfigureAwait(false);
        return Describe(token, record);
    }

    /// <inheritdoc />
    public async Task<CardNumber> DetokenizeAsync(string token, string purpose, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        var record = await FindAsync(token, cancellationToken).ConfigureAwait(false);
        return Open(record, purpose) ?? throw new TokenNotFoundException();
    }

    /// <inheritdoc />
    public async Task<CardToken> GetAsync(string token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Describe(token, await FindAsync(token, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc />
    public async Task InvalidateAsync(string token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (TokenFormat.IdOf(token) is { } id)
            await _store.RemoveAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task<int> RemoveExpiredAsync(CancellationToken cancellationToken = default) =>
        _store.RemoveExpiredAsync(_time.GetUtcNow(), cancellationToken);

    private static CardToken Describe(string token, TokenRecord record) =>
        new(token, new CardBrand(record.Brand), record.Last4, record.Fingerprint, record.ExpiresAt);

    private static byte[] Binding(TokenRecord record) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{record.Id}\n{record.Brand}\n{record.Last4}\n{record.Fingerprint}\n{record.ExpiresAt?.ToUnixTimeSeconds()}"));

    private async Task<TokenRecord> FindAsync(string token, CancellationToken cancellationToken)
    {
        var record = TokenFormat.IdOf(token) is { } id ? await _store.FindAsync(id, cancellationToken).ConfigureAwait(false) : null;
        return record is not null && !(record.ExpiresAt <= _time.GetUtcNow()) ? record : throw new TokenNotFoundException();
    }

    // Whole seconds, because stores differ in how much of a second they keep, and the expiry is part of what is authenticated.
    private DateTimeOffset? ExpiryAfter(TimeSpan? lifetime) => lifetime is { } time
        ? DateTimeOffset.FromUnixTimeSeconds((_time.GetUtcNow() + time).ToUnixTimeSeconds())
        : null;

    private byte[] Seal(CardNumber card, string purpose, TokenRecord record)
    {
        Span<char> digits = stackalloc char[CardNumber.MaxDigits];
        Span<byte> ascii = stackalloc byte[CardNumber.MaxDigits];
        var length = card.CopyDigitsTo(digits);
        Encoding.ASCII.GetBytes(digits[..length], ascii);
        try
        {
            return _protector.Protect(ascii[..length], PurposePrefix + purpose, Binding(record));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(digits));
            CryptographicOperations.ZeroMemory(ascii);
        }
    }

    private CardNumber? Open(TokenRecord record, string purpose)
    {
        if (record.Ciphertext.Length > MaxProtectedSize)
            return null;

        Span<byte> ascii = stackalloc byte[MaxProtectedSize];
        Span<char> digits = stackalloc char[CardNumber.MaxDigits];
        try
        {
            var length = _protector.Unprotect(record.Ciphertext.Span, ascii, PurposePrefix + purpose, Binding(record));
            if (!Encoding.ASCII.TryGetChars(ascii[..length], digits, out length))
                return null;
            return CardNumber.TryParse(digits[..length], out var card) ? card : null;
        }
        catch (PaymentCryptographyException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(digits));
            CryptographicOperations.ZeroMemory(ascii);
        }
    }
}
