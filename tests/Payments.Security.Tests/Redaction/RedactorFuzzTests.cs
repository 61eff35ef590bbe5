using FsCheck;
using FsCheck.Fluent;

namespace Payments.Security.Tests.Redaction;

public sealed class RedactorFuzzTests
{
    // Pieces that the scanner looks at, so that random texts meet its edges.
    private static readonly string[] Pieces =
        ["cvv", "\"", "\\", "'", "=", ":", " ", "123", "4242", "4242424242424242", "sk_live_", "abcdef12", "eyJ", "Bearer ", "Basic ", "authorization", "://", "@", "_secret_", "<token>", "</",
            "-----BEGIN", " PRIVATE KEY", "-----END", "[", "]", "%5D", "\n", "𝟜", "４", "-", ".", "password", "token", "{", "}"];

    [FsCheck.NUnit.Property(MaxTest = 3000)]
    public Property Any_text_is_redacted_without_an_exception_and_once_is_enough() => Prop.ForAll(
        Gen.Elements(Pieces).ArrayOf().Select(string.Concat).ToArbitrary(),
        static text =>
        {
            var once = PaymentRedactor.Redact(text);
            return once.Length <= text.Length && PaymentRedactor.IsClean(text) == ReferenceEquals(once, text);
        });

    [FsCheck.NUnit.Property(MaxTest = 2000)]
    public Property A_card_number_between_anything_is_gone() => Prop.ForAll(
        Gen.Elements(Pieces.Where(piece => !piece.Any(char.IsDigit) && piece is not ("." or "-" or " ")).ToArray()).ArrayOf().Select(string.Concat).ToArbitrary(),
        static text => !PaymentRedactor.Redact($"{text} 4242424242424242 {text}").Contains("4242424242424242", StringComparison.Ordinal));
}
