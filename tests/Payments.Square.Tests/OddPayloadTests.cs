using System.Text.Json.Nodes;

namespace Payments.Square.Tests;

/// <summary>What Square might send one day, or a proxy might make of it: it never throws anything but what the contract says.</summary>
public class OddPayloadTests
{
    private static readonly JsonNode?[] Values =
    [
        null, JsonValue.Create(""), JsonValue.Create("12"), JsonValue.Create(12), JsonValue.Create(1.5m), JsonValue.Create(true), new JsonArray(), new JsonArray(1, "x", null),
        new JsonObject(), new JsonObject { ["id"] = new JsonObject() },
    ];

    private static IEnumerable<string> Members(string answer, string part)
    {
        foreach (var (name, value) in JsonNode.Parse(Fixture.Answer(answer))![part]!.AsObject())
        {
            yield return name;
            foreach (var inner in (value as JsonObject)?.Select(member => $"{name}.{member.Key}") ?? [])
                yield return inner;
        }
    }

    private static IEnumerable<TestCaseData> Cases() =>
        from row in new[]
        {
            ("payment", "payment", "GET /v2/payments/p1", "p1"), ("order-paid", "order", "GET /v2/orders/o1", "order:o1"),
            ("checkout", "checkout", "GET /v2/terminals/checkouts/c1", "checkout:c1"),
        }
        from member in Members(row.Item1, row.Item2)
        select new TestCaseData(row.Item1, row.Item2, row.Item3, row.Item4, member).SetName($"{row.Item2}.{member}");

    [TestCaseSource(nameof(Cases))]
    public async Task Any_member_may_be_anything(string answer, string part, string call, string id, string member)
    {
        foreach (var value in Values)
        {
            using var square = new SquareHost(options => options.MaxRetries = 0);
            square.On(call, Fixture.Answer(answer, node =>
            {
                var at = node[part]!;
                var path = member.Split('.');
                (path.Length == 1 ? at : at[path[0]]!)[path[^1]] = value?.DeepClone();
            }));
            for (var i = 0; i < 3; i++)
                square.On("GET /v2/payments/p2", Fixture.Answer("order-payment"));
            try
            {
                var payment = await square.Provider.GetPaymentAsync(PaymentReference.From("square", id));
                Assert.That(payment.ToString(), Is.Not.Null);
            }
            catch (PaymentException exception)
            {
                Assert.That(exception.Outcome, Is.Not.EqualTo(PaymentOutcome.Unknown), "a read moves nothing");
            }
        }
    }

    [Test]
    public async Task Numbers_as_texts_are_numbers()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Fixture.Answer("payment", answer => answer["payment"]!["total_money"]!["amount"] = "1250"));
        Assert.That((await square.Provider.GetPaymentAsync(Requests.Single)).CapturedAmount, Is.EqualTo(new Money(12.5m, "USD")));
    }

    [TestCase("XYZ")]
    [TestCase("UNKNOWN_CURRENCY")]
    public async Task A_currency_that_nobody_knows_is_no_amount(string code)
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Fixture.Answer("payment", answer => answer["payment"]!["total_money"]!["currency"] = code));
        var payment = await square.Provider.GetPaymentAsync(Requests.Single);
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(12.5m, "USD"))), "the amount without tip is still there");
    }

    [TestCase("")]
    [TestCase("<html>")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("{\"payment\":{\"id\":\"p1\"")]
    public async Task A_body_that_is_none_is_said(string body)
    {
        using var square = new SquareHost(options => options.MaxRetries = 0);
        square.On("GET /v2/payments/p1", body);
        var failed = (await Assert.CatchAsync<PaymentException>(() => square.Provider.GetPaymentAsync(Requests.Single)))!;
        Assert.That((failed.Error.Code, failed.Outcome), Is.EqualTo((PaymentErrorCode.InvalidResponse, PaymentOutcome.Refused)));
    }

    [Test]
    public async Task Depth_is_limited()
    {
        using var square = new SquareHost(options => options.MaxRetries = 0);
        square.On("GET /v2/payments/p1", "{\"payment\":{\"id\":\"p1\",\"x\":" + new string('[', 5000));
        await Assert.CatchAsync<PaymentException>(() => square.Provider.GetPaymentAsync(Requests.Single));
    }
}
