using System.Text;

namespace Payments.Security;

internal static class TokenReuse
{
    /// <summary>What is the same for the same card, tenant, purpose and caller.</summary>
    public static string KeyOf(CardFingerprinter fingerprinter, CardNumber card, string? tenant, byte[] right)
    {
        // Right and tenant in bytes of fixed and of given length: no two different inputs are the same.
        byte[] context = [(byte)'r', .. right, (byte)(tenant?.Length ?? 0), .. Encoding.ASCII.GetBytes(tenant ?? "")];
        return fingerprinter.Compute(card, context);
    }
}
