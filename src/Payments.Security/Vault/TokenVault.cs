using System.Security.Cryptography;

namespace Payments.Security;

/// <summary>
/// The vault over an <see cref="ITokenStore"/>. Who may open a number (purpose and caller) is encrypted along with it and compared in constant time; a token
/// that gives nothing out costs as much work as one that does.
/// </summary>
public sealed class TokenVault : ITokenVault
{
    private const int ReuseAttempts = 16;

    private readonly ITokenStore _store;
    private readonly IPaymentDataProtectorFactory _protectors;
    private readonly Func<CancellationToken, ValueTask<CardFingerprinter>> _fingerprinter;
    private readonly TimeProvider _time;
    private readonly IPaymentCaller? _caller;
    private readonly FillRandom _fillToken;
    private TokenRecord? _decoy;

    /// <summary>Makes a vault with one protector for all; it has no tenants.</summary>
    /// <param name="store">Where the records are.</param>
    /// <param name="protector">What encrypts the numbers.</param>
    /// <param name="fingerprinter">What makes the fingerprints.</param>
    /// <param name="time">The clock.</param>
    /// <param name="caller">Who asks; null when no token is bound to a caller.</param>
    public TokenVault(
        ITokenStore store, IPaymentDataProtector protector, CardFingerprinter fingerprinter, TimeProvider time, IPaymentCaller? caller = null)
        : this(store, new SingleProtectorFactory(NotNull(protector)), Given(NotNull(fingerprinter)), time, caller, RandomNumberGenerator.Fill)
    {
    }

    internal TokenVault(
        ITokenStore store,
        IPaymentDataProtectorFactory protectors,
        Func<CancellationToken, ValueTask<CardFingerprinter>> fingerprinter,
        TimeProvider time,
        IPaymentCaller? caller,
        FillRandom fillToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(time);
        _store = store;
        _protectors = protectors;
        _fingerprinter = fingerprinter;
        _time = time;
        _caller = caller;
        _fillToken = fillToken;
    }

    /// <inheritdoc />
    public async Task<CardToken> TokenizeAsync(CardNumber card, TokenizeOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(options);
        if (options is { ReuseToken: true, SingleUse: true })
            throw new ArgumentException("A token of a single use cannot be given out again: choose SingleUse or ReuseToken.", nameof(options));

        var caller = options.BindToCaller
            ? SystemPaymentCaller.Or(_caller)?.Id ?? throw new InvalidOperationException("BindToCaller needs an IPaymentCaller that knows who asks.")
            : null;
        var right = TokenSealer.HashRight(options.Purpose, caller);
        var fingerprinter = await _fingerprinter(cancellationToken).ConfigureAwait(false);
        var protector = await _protectors.ForProtectingAsync(options.Tenant, cancellationToken).ConfigureAwait(false);
        var token = TokenFormat.Create(_fillToken);
        var record = new TokenRecord
        {
            Id = TokenFormat.IdOf(token)!,
            Ciphertext = default,
            Brand = card.Brand.Name,
            Last4 = card.Last4,
            Fingerprint = fingerprinter.Compute(card),
            ExpiresAt = ExpiryAfter(options.ExpiresAfter),
            Tenant = options.Tenant,
            ReuseKey = options.ReuseToken ? TokenReuse.KeyOf(fingerprinter, card, options.Tenant, right) : null,
            IsSingleUse = options.SingleUse,
        };
        record = record with { Ciphertext = TokenSealer.Seal(protector, record, card, right, options.ReuseToken ? token : default) };
        if (record.ReuseKey is not null)
            return await FindOrAddAsync(token, record, cancellationToken).ConfigureAwait(false);

        return await _store.AddAsync(record, cancellationToken).ConfigureAwait(false)
            ? Describe(token, record)
            : throw new InvalidOperationException("The token store refused a record that asks for no reuse.");
    }

    /// <inheritdoc />
    public async Task<CardNumber> DetokenizeAsync(string token, string purpose, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        var caller = SystemPaymentCaller.Or(_caller)?.Id;
        var right = TokenSealer.HashRight(purpose, caller: null);
        var callersRight = caller is null ? right : TokenSealer.HashRight(purpose, caller);
        var record = await TryFindAsync(token, cancellationToken).ConfigureAwait(false);
        var candidate = record ?? await DecoyAsync(cancellationToken).ConfigureAwait(false);
        var protector = await _protectors.ForOpeningAsync(candidate.Tenant, candidate.Ciphertext, cancellationToken).ConfigureAwait(false);
        var card = TokenSealer.Open(protector, candidate, right, callersRight);
        if (card is null || record is null)
            throw new TokenNotFoundException();

        // Of several who opened it at the same time, the one who deletes it has it.
        if (record.IsSingleUse && !await _store.RemoveAsync(record.Id, cancellationToken).ConfigureAwait(false))
            throw new TokenNotFoundException();
        return card;
    }

    /// <inheritdoc />
    public async Task<CardToken> GetAsync(string token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Describe(token, await TryFindAsync(token, cancellationToken).ConfigureAwait(false) ?? throw new TokenNotFoundException());
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

    private static Func<CancellationToken, ValueTask<CardFingerprinter>> Given(CardFingerprinter fingerprinter) => _ => new(fingerprinter);

    private static T NotNull<T>(T argument)
    {
        ArgumentNullException.ThrowIfNull(argument);
        return argument;
    }

    /// <summary>The store's unique key decides between several callers: those who come second find the first one's record.</summary>
    private async Task<CardToken> FindOrAddAsync(string token, TokenRecord record, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < ReuseAttempts; attempt++)
        {
            var existing = await _store.FindReusableAsync(record.ReuseKey!, cancellationToken).ConfigureAwait(false);
            if (existing is null)
            {
                if (await _store.AddAsync(record, cancellationToken).ConfigureAwait(false))
                    return Describe(token, record);
                continue;
            }

            var protector = await _protectors.ForOpeningAsync(existing.Tenant, existing.Ciphertext, cancellationToken).ConfigureAwait(false);
            if (IsExpired(existing) || TokenSealer.OpenToken(protector, existing) is not { } existingToken || TokenFormat.IdOf(existingToken) != existing.Id)
            {
                // Over, or under a key that was erased: nobody can use it any more.
                await _store.RemoveAsync(existing.Id, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (existing.ExpiresAt is not { } end || record.ExpiresAt <= end)
                return Describe(existingToken, existing);

            var longer = existing with { ExpiresAt = record.ExpiresAt, Revision = existing.Revision + 1 };
            longer = longer with { Ciphertext = TokenSealer.Reseal(protector, existing, longer) };
            if (await _store.ReplaceAsync(longer, cancellationToken).ConfigureAwait(false))
                return Describe(existingToken, longer);
        }

        throw new InvalidOperationException("The token store gives no record for a reuse key that it says it has.");
    }

    private async ValueTask<TokenRecord?> TryFindAsync(string token, CancellationToken cancellationToken)
    {
        var record = TokenFormat.IdOf(token) is { } id ? await _store.FindAsync(id, cancellationToken).ConfigureAwait(false) : null;
        return record is null || IsExpired(record) ? null : record;
    }

    private bool IsExpired(TokenRecord record) => record.ExpiresAt <= _time.GetUtcNow();

    /// <summary>A record that nobody has the right to, opened in place of one that is not there.</summary>
    private async ValueTask<TokenRecord> DecoyAsync(CancellationToken cancellationToken)
    {
        if (_decoy is { } made)
            return made;

        var protector = await _protectors.ForProtectingAsync(tenant: null, cancellationToken).ConfigureAwait(false);
        var decoy = new TokenRecord { Id = "decoy", Ciphertext = default, Brand = CardBrand.Visa.Name, Last4 = "4242", Fingerprint = "" };
        var right = new byte[SHA256.HashSizeInBytes];
        RandomNumberGenerator.Fill(right);
        return _decoy = decoy with { Ciphertext = TokenSealer.Seal(protector, decoy, CardNumber.Parse("4242424242424242"), right, default) };
    }

    // Whole seconds, because stores differ in how much of a second they keep, and the expiry is part of what is authenticated.
    private DateTimeOffset? ExpiryAfter(TimeSpan? lifetime) => lifetime is { } time
        ? DateTimeOffset.FromUnixTimeSeconds((_time.GetUtcNow() + time).ToUnixTimeSeconds())
        : null;
}
