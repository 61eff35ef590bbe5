using System.Text.Json.Nodes;

namespace Payments.Toss.Tests;

/// <summary>Answers that are not what the documentation says: read as far as they go, or refused as unreadable; never another exception.</summary>
public class OddAnswerTests
{
    private const string Read = "GET /v1/payments/pk_1";

    private static async Task<Payment> ReadAsync(string answer)
    {
        using var toss = new TossHost();
        toss.On(Read, answer);
        return await toss.Provider.GetPaymentAsync(Requests.Paid);
    }

    private static IEnumerable<TestCaseData> Members() =>
        from name in JsonNode.Parse(Fixture.Answer("done"))!.AsObject().Select(member => member.Key).Append("balance").Append("a_new_member")
        from value in new[] { "null", "7", "1.5", "true", "\"text\"", "[]", "[1,null,{}]", "{}", """{"a":{"b":[]}}""", "\"\"", "1e30", "-1" }
        where !(name is "paymentKey" or "totalAmount" || (name is "orderId" && value is "7" or "1.5" or "true" or "\"text\"" or "1e30" or "-1"))
        select new TestCaseData(name, value);

    [TestCaseSource(nameof(Members))]
    public async Task Any_member_may_be_anything(string name, string value)
    {
        var payment = await ReadAsync(Fixture.Answer("done", answer => answer[name] = JsonNode.Parse(value)));
        Assert.That((payment.Amount.Amount, payment.Reference.PaymentId), Is.EqualTo((15000m, "pk_1")));
    }

    [TestCase("virtualAccount")]
    [TestCase("card")]
    [TestCase("cancels")]
    public async Task A_member_s_members_may_be_anything(string part)
    {
        foreach (var value in new[] { "null", "7", "\"text\"", "[]", "{}", "true" })
        {
            var answer = Fixture.Answer(part == "virtualAccount" ? "waiting" : "partial", body =>
            {
                var inner = part == "cancels" ? body["cancels"]![0]!.AsObject() : body[part]!.AsObject();
                foreach (var name in inner.Select(member => member.Key).ToList())
                    inner[name] = JsonNode.Parse(value);
            });
            Assert.That((await ReadAsync(answer)).Amount, Is.EqualTo(Requests.Won));
        }
    }

    [Test]
    public async Task Numbers_may_be_texts_and_have_any_number_of_zeros()
    {
        var payment = await ReadAsync(Fixture.Answer("partial", answer =>
        {
            (answer["totalAmount"], answer["balanceAmount"]) = ("15000.000", JsonNode.Parse("1.0E+4"));
            (answer["cancels"]![0]!["cancelAmount"], answer["card"]!["installmentPlanMonths"]) = ("5000.00", "3");
        }));
        Assert.Multiple(() =>
        {
            Assert.That(payment.Amount.ToString(), Is.EqualTo("15000 KRW"));
            Assert.That((payment.RefundedAmount, payment.Card!.Installments), Is.EqualTo((new Money(5000m, "KRW"), 3)));
            Assert.That(payment.Facts.OfType<RefundFact>().Single().Refund.Amount.ToString(), Is.EqualTo("5000 KRW"));
        });
    }

    [TestCase("KRW", "KRW")]
    [TestCase("USD", "USD")]
    [TestCase("MUSD", "MUSD")]
    [TestCase("PHP", "PHP")]
    [TestCase("", "KRW")]
    [TestCase(null, "KRW")]
    public async Task A_currency_that_nobody_knows_survives_and_none_is_won(string? currency, string expected) =>
        Assert.That((await ReadAsync(Fixture.Answer("done", answer => answer["currency"] = currency))).Amount.Currency.Code, Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("not json")]
    [TestCase("<html></html>")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("""{"paymentKey":"pk_1"}""")]
    [TestCase("""{"totalAmount":1}""")]
    [TestCase("""{"paymentKey":"","totalAmount":1}""")]
    [TestCase("""{"paymentKey":"pk_1","totalAmount":null}""")]
    [TestCase("""{"paymentKey":"pk_1","totalAmount":""")]
    public async Task What_names_no_payment_is_unreadable_and_after_a_charge_unknown(string body)
    {
        using var toss = new TossHost();
        toss.On(Read, body).On("POST /v1/payments/confirm", body);
        var read = (await Assert.CatchAsync<PaymentException>(() => toss.Provider.GetPaymentAsync(Requests.Paid)))!;
        Assert.That((read.Error.Code, read.Outcome), Is.EqualTo((PaymentErrorCode.InvalidResponse, PaymentOutcome.Refused)));
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => toss.Provider.ConfirmPaymentAsync(Requests.Confirm()));
    }

    [Test]
    public async Task A_body_of_great_depth_is_unreadable()
    {
        using var toss = new TossHost();
        toss.On(Read, $$"""{"paymentKey":"pk_1","totalAmount":1,"card":{{new string('[', 500)}}{{new string(']', 500)}}}""");
        Assert.That((await Assert.CatchAsync<PaymentException>(() => toss.Provider.GetPaymentAsync(Requests.Paid)))!.Error.Code, Is.EqualTo(PaymentErrorCode.InvalidResponse));
    }

    [Test]
    public async Task Metadata_of_other_types_is_kept_as_text_where_it_has_one()
    {
        var payment = await ReadAsync(Fixture.Answer("done", answer => answer["metadata"] = JsonNode.Parse("""{"a":"x","b":7,"c":{"d":1},"e":null}""")));
        Assert.That(payment.Metadata, Is.EqualTo(new Dictionary<string, string> { ["a"] = "x", ["b"] = "7" }));
    }

    [Test]
    public async Task The_machine_s_culture_and_zone_change_nothing()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            foreach (var culture in new[] { "de-DE", "ar-SA", "tr-TR", "ko-KR" })
            {
                System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo(culture);
                var payment = await ReadAsync(Fixture.Answer("partial", answer => (answer["totalAmount"], answer["currency"]) = ("20.5", "USD")));
                Assert.That(payment.Amount, Is.EqualTo(new Money(20.5m, "USD")), culture);
                Assert.That(payment.CreatedAt, Is.EqualTo(new DateTimeOffset(2026, 1, 1, 1, 0, 0, TimeSpan.Zero)), culture);
            }
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
