namespace Payments.Security;

/// <summary>
/// The vault gives nothing out for this token. It says the same whether the token is unknown, expired, used up or invalidated, or purpose or
/// caller are others, and never holds the token.
/// </summary>
public sealed class TokenNotFoundException : Exception
{
    /// <summary>Makes the exception; there is one message only.</summary>
    public TokenNotFoundException()
        : base("The vault has nothing for this token.")
    {
    }
}
