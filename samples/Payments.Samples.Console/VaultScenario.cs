using Payments.Security;

namespace Payments.Samples.ConsoleApp;

/// <summary>
/// A card that prints masked only, and a token that stands for it. No provider needs this: they work with tokens of their own. A host
/// that keeps card numbers is in the full scope of PCI DSS.
/// </summary>
internal sealed class VaultScenario(ITokenVault vault, Report report)
{
    private const string TestCard = "4242 4242 4242 4242";
    private const string Purpose = "charge";
    private readonly Steps _steps = new("security", report);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var card = CardNumber.Parse(TestCard);
        CardToken? token = null;
        try
        {
            await _steps.RunAsync("mask a card", "************4242", _ =>
                Task.FromResult(Finding.That($"{card}" == "************4242", $"{card.Brand} {card}")), cancellationToken);
            await _steps.RunAsync("tokenize it", "a token that has nothing of the number", async stop =>
            {
                token = await vault.TokenizeAsync(card, new() { Purpose = Purpose, ExpiresAfter = TimeSpan.FromMinutes(5) }, stop);
                return Finding.That(!token.Token.Any(char.IsAsciiDigit), $"a random token for {token}");
            }, cancellationToken);
            await _steps.RunAsync("detokenize it", "the same card", async stop =>
            {
                var again = await vault.DetokenizeAsync(token!.Token, Purpose, stop);
                return Finding.That(again.Equals(card), $"{again.Brand} {again}");
            }, cancellationToken);
            await _steps.RunAsync("for another purpose", "refused", async stop =>
                Refused(await Steps.RefusalOfAsync<TokenNotFoundException>(
                    () => vault.DetokenizeAsync(token!.Token, "marketing", stop))), cancellationToken);
            await _steps.RunAsync("invalidate the token", "refused from then on", async stop =>
            {
                await vault.InvalidateAsync(token!.Token, stop);
                return Refused(await Steps.RefusalOfAsync<TokenNotFoundException>(() => vault.DetokenizeAsync(token.Token, Purpose, stop)));
            }, cancellationToken);
        }
        catch (StepFailedException)
        {
            // The report has it.
        }
    }

    private static Finding Refused(Exception? refusal) => Finding.That(refusal is not null, refusal is null ? "given out" : "refused");
}
