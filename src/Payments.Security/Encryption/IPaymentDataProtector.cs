using System.Security.Cryptography;

namespace Payments.Security;

/// <summary>Encrypts and authenticates small pieces of data, such as a card number or a provider's opaque state. Safe for concurrent use.</summary>
public interface IPaymentDataProtector
{
    /// <summary>Protects data under the active key.</summary>
    /// <param name="plaintext">The data.</param>
    /// <param name="purpose">
    /// What it is for, 1 to 255 bytes of UTF-8: only the same purpose opens it again. A constant of the program, not user input.
    /// </param>
    /// <param name="associatedData">What it belongs to, such as a row's id, authenticated but not contained; the same is needed to open it.</param>
    /// <returns>The protected data; different each time.</returns>
    /// <exception cref="ArgumentException">The purpose is empty or too long.</exception>
    /// <exception cref="InvalidOperationException">The ring has no active key yet.</exception>
    byte[] Protect(ReadOnlySpan<byte> plaintext, string purpose, ReadOnlySpan<byte> associatedData = default);

    /// <summary>Opens protected data.</summary>
    /// <param name="protectedData">What <see cref="Protect"/> returned, under any key that is still in the ring.</param>
    /// <param name="purpose">The purpose it was protected for.</param>
    /// <param name="associatedData">The associated data it was protected with.</param>
    /// <returns>The data. Clear it with <see cref="CryptographicOperations.ZeroMemory"/> after use.</returns>
    /// <exception cref="ArgumentException">The purpose is empty or too long.</exception>
    /// <exception cref="PaymentCryptographyException">It cannot be opened, for whatever reason.</exception>
    byte[] Unprotect(ReadOnlySpan<byte> protectedData, string purpose, ReadOnlySpan<byte> associatedData = default);

    /// <summary>Opens protected data into the caller's memory.</summary>
    /// <param name="protectedData">What <see cref="Protect"/> returned, under any key that is still in the ring.</param>
    /// <param name="destination">Where to; nothing readable is left in it on failure. As long as the protected data is always enough.</param>
    /// <param name="purpose">The purpose it was protected for.</param>
    /// <param name="associatedData">The associated data it was protected with.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="ArgumentException">The purpose is empty or too long, or the destination is too short.</exception>
    /// <exception cref="PaymentCryptographyException">It cannot be opened, for whatever reason.</exception>
    int Unprotect(ReadOnlySpan<byte> protectedData, Span<byte> destination, string purpose, ReadOnlySpan<byte> associatedData = default);
}
