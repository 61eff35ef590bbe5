namespace Payments.Security;

/// <summary>What a card number is kept for.</summary>
public sealed class TokenizeOptions
{
    internal const int MaxPurposeSize = 240;

    /// <summary>
    /// The purpose, 1 to 240 bytes of UTF-8, such as <c>charge</c>: only the same one gives the number out again. It is part of the
    /// encryption and is not stored.
    /// </summary>
    public required string Purpose
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            field = value;
        }
    }

    /// <summary>How long the token lives, at least a second, rounded down to whole seconds; null means until it is invalidated.</summary>
    public TimeSpan? ExpiresAfter
    {
        get;
        init
        {
            if (value is { } time)
                ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.FromSeconds(1), nameof(value));
            field = value;
        }
    }

    /// <summary>
    /// The tenant (merchant) whose data key encrypts the number, 1 to 64 of <c>[A-Za-z0-9_.-]</c>; erasing the tenant's keys erases its cards. Null for
    /// the host's own key.
    /// </summary>
    public string? Tenant { get; init => field = value is null ? null : KeyScopes.CheckTenant(value, nameof(value)); }

    /// <summary>
    /// Whether the same card of the same tenant, for the same purpose and caller, gives the same token again. A later end of its life counts. False by
    /// default: each call gives another token.
    /// </summary>
    public bool ReuseToken { get; init; }

    /// <summary>Whether the token gives the card out once. It cannot be combined with <see cref="ReuseToken"/>. False by default.</summary>
    public bool SingleUse { get; init; }

    /// <summary>
    /// Whether only the caller who tokenizes may detokenize, by <see cref="PaymentCaller.Id"/> of the registered <see cref="IPaymentCaller"/>. False by
    /// default.
    /// </summary>
    public bool BindToCaller { get; init; }
}
