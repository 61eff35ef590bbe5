namespace Payments.CoinGate.Tests;

public class CreateTests
{
    [Test]
    public async Task An_order_sends_its_payer_to_the_page()
    {
        using var coingate = new CoinGateHost();
        coingate.Expect("POST /v2/orders", Fixture.Answer("order-new"));
        var payment = await coingate.Provider.CreatePaymentAsync(Requests.Order());
        Assert.Multiple(() =>
        {
            Assert.That(payment.Reference.ToString(), Is.EqualTo("coingate:538?order=A-1001"));
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.RequiresAction));
            Assert.That((payment.NextAction as RedirectAction)?.Url.OriginalString, Is.EqualTo("https://pay.coingate.com/invoice/1"));
            Assert.That((payment.Amount, payment.CapturedAmount), Is.EqualTo((Requests.Euro(10.50m), (Money?)Requests.Euro(0))));
            Assert.That(payment.ToString(), Does.Not.Contain("ignored").And.Not.Contain(Requests.Token));
            Assert.That(coingate.Headers[0].Authorization!.ToString(), Is.EqualTo("Token api-token"));
            Assert.That(coingate.Sent, Is.EqualTo(string.Join("\n",
                "POST /v2/orders", "  order_id=A-1001", "  price_amount=10.50", "  price_currency=EUR", "  receive_currency=EUR", "  title=Two books", "  description=Two books",
                "  callback_url=https://shop.example/hooks/coingate", "  success_url=https://shop.example/ok", "  cancel_url=https://shop.example/no",
                "  token=" + Requests.Token)));
        });
    }

    [TestCase(null, "Order A-1001")]
    [TestCase("TV", "Order A-1001")]
    [TestCase("  T ", "Order A-1001")]
    [TestCase("Tea", "Tea")]
    public async Task A_text_that_is_too_short_becomes_the_order(string? description, string expected)
    {
        using var coingate = new CoinGateHost();
        coingate.Expect("POST /v2/orders", Fixture.Answer("order-new"));
        await coingate.Provider.CreatePaymentAsync(Requests.Order(description));
        Assert.That(coingate.Sent, Does.Contain("  title=" + expected + "\n").And.Contain("  description=" + expected + "\n"));
    }

    [Test]
    public async Task Long_texts_are_cut_at_a_character()
    {
        using var coingate = new CoinGateHost();
        coingate.Expect("POST /v2/orders", Fixture.Answer("order-new"));
        await coingate.Provider.CreatePaymentAsync(Requests.Order(new string('a', 149) + "😀" + new string('b', 600)));
        Assert.That(coingate.Sent, Does.Contain("  title=" + new string('a', 149) + "\n"));
        Assert.That(coingate.Sent.Split('\n').Single(line => line.StartsWith("  description=", StringComparison.Ordinal)), Has.Length.EqualTo("  description=".Length + 500));
    }

    [Test]
    public async Task Extras_and_the_shopper_are_sent()
    {
        using var coingate = new CoinGateHost();
        coingate.Expect("POST /v2/orders", Fixture.Answer("order-new"));
        await coingate.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = Requests.Euro(1), OrderId = "A-1001", WebhookUrl = new Uri("https://other.example/cg"),
            Customer = new PaymentCustomer { Email = "payer@example.com" },
            Extras = [new CoinGatePaymentExtras { Title = "Gift", ReceiveCurrency = "DO_NOT_CONVERT" }],
        });
        Assert.That(coingate.Sent, Does.Contain("title=Gift\n").And.Contain("receive_currency=DO_NOT_CONVERT").And.Contain("shopper[email]=payer@example.com")
            .And.Contain("callback_url=https://other.example/cg"));
    }

    [TestCase(10.505, "EUR")]
    [TestCase(100.5, "JPY")]
    [TestCase(100.5, "KRW")]
    public async Task A_finer_amount_is_refused(double amount, string currency)
    {
        using var coingate = new CoinGateHost();
        await Assert.ThrowsAsync<PaymentRequestException>(() => coingate.Provider.CreatePaymentAsync(Requests.Order(amount: (decimal)amount, currency: currency)));
        Assert.That(coingate.Calls, Is.Zero);
    }

    [Test]
    public async Task What_coingate_has_not_is_refused()
    {
        using var coingate = new CoinGateHost();
        PaymentRequest[] requests =
        [
            new() { Amount = Requests.Euro(1), OrderId = "A-1", ExpiresAfter = TimeSpan.FromMinutes(5) },
            new() { Amount = Requests.Euro(1), OrderId = "A-1", PaymentToken = "tok" },
            new() { Amount = Requests.Euro(1), OrderId = "A-1", Method = PaymentMethod.Card },
            new() { Amount = Requests.Euro(1), OrderId = "A-1", ReturnUrl = new Uri("shopapp://back") },
            new() { Amount = Requests.Euro(1), OrderId = "A-1", ReturnUrl = new Uri("/back", UriKind.Relative) },
        ];
        foreach (var request in requests)
            await Assert.ThrowsAsync<PaymentRequestException>(() => coingate.Provider.CreatePaymentAsync(request));
        await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(() => coingate.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Bare }));
        await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(() => coingate.Provider.CapturePaymentAsync(new CaptureRequest { Payment = Requests.Bare }));
        Assert.That(coingate.Calls, Is.Zero);
    }

    [Test]
    public async Task After_an_unclear_call_the_list_tells_and_nothing_is_sent_again()
    {
        using var coingate = new CoinGateHost();
        coingate.Expect("POST /v2/orders", "{}", 500);
        var order = Fixture.Answer("order-new", node => node["created_at"] = TestClock.Start.ToString("O"));
        coingate.Expect("GET /v2/orders", $$"""{"total_pages":1,"orders":[{{order}},{{Fixture.Answer("order-new", node => (node["id"], node["order_id"], node["created_at"]) = (539, "A-1001x", TestClock.Start.ToString("O")))}}]}""");
        Assert.That((await coingate.Provider.CreatePaymentAsync(Requests.Order())).Reference.PaymentId, Is.EqualTo("538"));
        Assert.That(coingate.Sent.Split("POST "), Has.Length.EqualTo(2));
        Assert.That(coingate.Sent, Does.Contain("created_at[from]="));
    }

    // The clock of CoinGate goes 2 seconds ahead of ours here.
    [TestCase("new", "10.5", 2, true)]
    [TestCase("new", "10.5", -2, true)]
    [TestCase("new", "10.5", -10, false)]
    [TestCase("new", "10.5", -3600, false)]
    [TestCase("new", "11.5", 2, false)]
    [TestCase("canceled", "10.5", 2, false)]
    [TestCase("pending", "10.5", 2, false)]
    [TestCase("expired", "10.5", 2, false)]
    public async Task Only_a_new_order_of_this_amount_and_moment_is_taken_for_the_one_that_was_made(string status, string amount, int seconds, bool isOurs)
    {
        using var coingate = new CoinGateHost();
        coingate.Expect("POST /v2/orders", "{}", 504);
        var order = Fixture.Answer("order-new", node => (node["status"], node["price_amount"], node["created_at"]) = (status, amount, TestClock.Start.AddSeconds(seconds).ToString("O")));
        coingate.Expect("GET /v2/orders", $$"""{"total_pages":1,"orders":[{{order}}]}""");
        if (isOurs)
            Assert.That((await coingate.Provider.CreatePaymentAsync(Requests.Order())).Reference.PaymentId, Is.EqualTo("538"));
        else
            await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => coingate.Provider.CreatePaymentAsync(Requests.Order()));
    }

    [TestCase(-240)]
    [TestCase(240)]
    public async Task A_clock_of_ours_that_goes_wrong_finds_the_order_all_the_same(int seconds)
    {
        using var coingate = new CoinGateHost();
        coingate.Clock.Now = CoinGateHost.AnsweredAt.AddSeconds(seconds);
        coingate.Expect("POST /v2/orders", "{}", 504);
        var orders = new[] { (538, 0), (537, -120) }.Select(made => Fixture.Answer("order-new", node => (node["id"], node["created_at"]) = (made.Item1, CoinGateHost.AnsweredAt.AddSeconds(made.Item2).ToString("O"))));
        coingate.Expect("GET /v2/orders", $$"""{"total_pages":1,"orders":[{{string.Join(',', orders)}}]}""");
        Assert.That((await coingate.Provider.CreatePaymentAsync(Requests.Order())).Reference.PaymentId, Is.EqualTo("538"));
    }
}
