namespace Payments.Security;

/// <summary>
/// Protected data could not be opened. It says the same for an unknown key, a wrong purpose, other associated data and any changed byte, and holds no
/// inner exception, so that nobody learns from it which one it was.
/// </summary>
public sealed class PaymentCryptographyException : Exception
{
    /// <summary>Makes the exception; there is one message only.</summary>
    public PaymentCryptographyException()
        : base("The protected data could not be opened.")
    {
    }
}
