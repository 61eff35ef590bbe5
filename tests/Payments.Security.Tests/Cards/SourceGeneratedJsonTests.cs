using System.Text.Json;
using System.Text.Json.Serialization;

namespace Payments.Security.Tests.Cards;

/// <summary>A host's own source-generated context, as native AOT needs it.</summary>
internal sealed partial class SourceGeneratedJsonTests
{
    [Test]
    public void Tokens_round_trip_and_secrets_stay_masked()
    {
        var answer = new Answer(
            new CardToken("tok_a", CardBrand.Visa, "4242", "f1.x", null), CardNumber.Parse("4242424242424242"), CardVerificationValue.Parse("987"), "whsec_x9");
        var json = JsonSerializer.Serialize(answer, Context.Default.Answer);

        Assert.That(json, Does.Contain("\"visa\"").And.Contain("************4242"));
        Assert.That(json, Does.Not.Contain("424242").And.Not.Contain("987").And.Not.Contain("x9"));
        Assert.That(JsonSerializer.Deserialize(JsonSerializer.Serialize(answer.Token, Context.Default.CardToken), Context.Default.CardToken),
            Is.EqualTo(answer.Token));
    }

    internal sealed record Answer(CardToken Token, CardNumber Number, CardVerificationValue Cvv, WebhookSecret Secret);

    [JsonSerializable(typeof(Answer))]
    private sealed partial class Context : JsonSerializerContext;
}
