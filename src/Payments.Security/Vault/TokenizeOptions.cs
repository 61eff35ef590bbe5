namespace Payments.Security;

/// <summary>What a card number is kept for.</summary>
public sealed class TokenizeOptions
{
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
}
