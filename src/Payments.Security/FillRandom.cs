namespace Payments.Security;

/// <summary>Fills memory with random bytes: RandomNumberGenerator.Fill, except in tests with known answers.</summary>
internal delegate void FillRandom(Span<byte> destination);
