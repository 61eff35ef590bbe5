namespace Payments.Square.Tests;

public class CreateTests
{
    [Test]
    public async Task A_token_is_charged_at_once_with_the_key_in_the_body()
    {
        using var square = new SquareHost();
        square.On("POST /v2/payments", Fixture.Answer("payment"));

        var payment = await square.Provider.CreatePaymentAsync(Requests.Token());

        square.AssertSent("create-token");
        Assert.Multiple(() =>
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
            Assert.That(payment.ProviderStatus, Is.EqualTo("COMPLETED"));
            Assert.That(payment.Reference.ToString(), Is.EqualTo("square:p1?order=A-1001"), "an order that Square made by itself is no name of the payment");
            Assert.That((payment.Amount, payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo((new Money(12.5m, "USD"), (Money?)new Money(12.5m, "USD"), (Money?)new Money(0m, "USD"))));
            Assert.That((payment.TransactionId, payment.Method, payment.ProviderMethod), Is.EqualTo(("p1", PaymentMethod.CreditCard, "CARD")));
            Assert.That(payment.Card, Is.EqualTo(new PaymentCard { Brand = "VISA", Last4 = "1111", ApprovalCode = "vNEn2f" }));
            Assert.That(payment.ReceiptUrl, Is.EqualTo(new Uri("https://squareup.com/receipt/preview/p1")));
            Assert.That(payment.AsOf, Is.EqualTo(DateTimeOffset.Parse("2026-10-30T00:00:01.504Z", System.Globalization.CultureInfo.InvariantCulture)), "the object's own time");
            Assert.That((payment.NextAction, payment.Error, payment.Version), Is.EqualTo(((NextAction?)null, (PaymentError?)null, (long?)null)));
        });
        var headers = square.Headers[0];
        Assert.Multiple(() =>
        {
            Assert.That(headers.Authorization!.ToString(), Is.EqualTo("Bearer EAAA-token"));
            Assert.That(headers.GetValues("Square-Version"), Is.EqualTo(new[] { "2025-08-20" }));
            Assert.That(headers.Contains("Idempotency-Key"), Is.False, "Square has no such header");
        });
    }

    [Test]
    public async Task Money_is_held_with_a_delay_of_its_own()
    {
        using var square = new SquareHost();
        square.On("POST /v2/payments", Fixture.Answer("payment", answer => answer["payment"]!["status"] = "APPROVED"));

        var payment = await square.Provider.CreatePaymentAsync(Requests.Token(
            capture: CaptureMode.Manual, extras: new SquarePaymentExtras { HoldFor = TimeSpan.FromHours(36), HoldEnd = SquareHoldEnd.Complete }));

        square.AssertSent("create-held");
        Assert.That(
            (payment.Status, payment.AuthorizedAmount, payment.CapturedAmount, payment.CaptureMode),
            Is.EqualTo((PaymentStatus.Authorized, (Money?)new Money(12.5m, "USD"), (Money?)new Money(0m, "USD"), CaptureMode.Manual)), "APPROVED is not paid");
    }

    [Test]
    public async Task Everything_a_charge_can_ask_for_is_sent()
    {
        using var square = new SquareHost();
        square.On("POST /v2/payments", Fixture.Answer("payment"));

        await square.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = new Money(12.5m, "USD"),
            OrderId = "A-1001",
            Description = "Two tickets",
            PaymentToken = "ccof:card-1",
            CustomerId = "CUST1",
            Customer = new PaymentCustomer
            {
                Email = "jenny@example.com",
                Phone = "+1 (415) 555-0177",
                BillingAddress = new PaymentAddress { Line1 = "1 Main St", Line2 = "Apt 2", City = "Springfield", Region = "IL", PostalCode = "62701", CountryCode = "US" },
            },
            Extras =
            [
                new SquarePaymentExtras
                {
                    LocationId = "L2", Tip = new Money(1m, "USD"), AppFee = new Money(0.5m, "USD"), SquareOrderId = "o5", VerificationToken = "verf:1", CustomerInitiated = false,
                    SellerKeyedIn = true, StatementDescription = "SHOP",
                },
            ],
            IdempotencyKey = "key-1",
        });

        square.AssertSent("create-token-full");
    }

    [TestCase("CASH", "create-cash")]
    [TestCase("EXTERNAL", "create-external")]
    public async Task What_is_only_recorded_says_how_it_was_paid(string token, string expected)
    {
        using var square = new SquareHost();
        square.On("POST /v2/payments", Fixture.Answer("payment"));
        await square.Provider.CreatePaymentAsync(Requests.Token(token, extras: token == "CASH"
            ? new SquarePaymentExtras { CashReceived = new Money(20m, "USD") }
            : new SquarePaymentExtras { ExternalType = "CHECK", ExternalSource = "Desk" }));
        square.AssertSent(expected);
    }

    [Test]
    public async Task Cash_is_handed_over_with_its_tip()
    {
        using var square = new SquareHost();
        square.On("POST /v2/payments", Fixture.Answer("payment"));
        await square.Provider.CreatePaymentAsync(Requests.Token("CASH", extras: new SquarePaymentExtras { Tip = new Money(1m, "USD") }));
        Assert.That(square.Sent, Does.Contain("""{"buyer_supplied_money":{"amount":1350,"currency":"USD"}}"""));
    }

    [Test]
    public async Task Without_a_token_the_payer_is_sent_to_a_page_of_one_order()
    {
        using var square = new SquareHost();
        square.On("POST /v2/online-checkout/payment-links", Fixture.Answer("link"));

        var payment = await square.Provider.CreatePaymentAsync(Requests.Hosted());

        square.AssertSent("create-page");
        Assert.Multiple(() =>
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.RequiresAction));
            Assert.That(payment.NextAction, Is.EqualTo(new RedirectAction(new Uri("https://square.link/u/l1"))));
            Assert.That(payment.Reference.ToString(), Is.EqualTo("square:order%3Ao1?order=A-1001&related.order=o1&related.payment_link=l1"));
            Assert.That((payment.Amount, payment.CapturedAmount, payment.TransactionId), Is.EqualTo((new Money(20m, "USD"), (Money?)new Money(0m, "USD"), (string?)null)));
            Assert.That(payment.ProviderStatus, Is.EqualTo("DRAFT"));
        });
    }

    [Test]
    public async Task Everything_a_page_can_ask_for_is_sent()
    {
        using var square = new SquareHost();
        square.On("POST /v2/online-checkout/payment-links", Fixture.Answer("link"));

        await square.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = new Money(20m, "USD"),
            OrderId = "A-1001",
            Method = PaymentMethod.Card,
            CustomerId = "CUST1",
            Customer = new PaymentCustomer { Email = "jenny@example.com", Phone = "+82 10 5550 1771" },
            Items = [new PaymentItem { Name = "Ticket", Quantity = 2, UnitPrice = new Money(7.5m, "USD") }, new PaymentItem { Name = "Coat", UnitPrice = new Money(5m, "USD") }],
            Metadata = new Dictionary<string, string> { ["z"] = "1", ["cart"] = "77" },
            Extras = [new SquarePaymentExtras { AllowTipping = true, AppFee = new Money(1m, "USD"), LocationId = "L2" }],
            IdempotencyKey = "key-1",
        });

        square.AssertSent("create-page-full");
    }

    [Test]
    public async Task Items_that_are_not_the_amount_become_one_line()
    {
        using var square = new SquareHost();
        square.On("POST /v2/online-checkout/payment-links", Fixture.Answer("link"));
        await square.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = new Money(20m, "USD"), OrderId = "A-1001", Items = [new PaymentItem { Name = "Ticket", UnitPrice = new Money(19m, "USD") }],
        });
        Assert.That(square.Sent, Does.Contain("""[{"name":"A-1001","quantity":"1","base_price_money":{"amount":2000,"currency":"USD"}}]"""));
    }

    [TestCase("0171 5550")]
    [TestCase("call me")]
    [TestCase("+1 23")]
    public async Task A_phone_number_that_would_lose_the_payment_is_left_out(string phone)
    {
        using var square = new SquareHost();
        square.On("POST /v2/payments", Fixture.Answer("payment"));
        await square.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = new Money(12.5m, "USD"), OrderId = "A-1001", PaymentToken = "cnon:x", Customer = new PaymentCustomer { Phone = phone },
        });
        Assert.That(square.Sent, Does.Not.Contain("buyer_phone_number"));
    }

    [Test]
    public async Task At_the_counter_the_Terminal_asks()
    {
        using var square = new SquareHost(options => options.DeviceId = "other");
        square.On("POST /v2/terminals/checkouts", Fixture.Answer("checkout"));

        var payment = await square.Provider.CreatePaymentAsync(Requests.AtCounter(extras: new SquarePaymentExtras { DeviceId = "dbb5d83a" }));

        square.AssertSent("create-terminal");
        Assert.Multiple(() =>
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.RequiresAction));
            Assert.That(payment.NextAction, Is.TypeOf<WaitAction>());
            Assert.That(payment.Reference.ToString(), Is.EqualTo("square:checkout%3Ac1?order=A-1001&related.checkout=c1"));
            Assert.That(payment.Amount, Is.EqualTo(new Money(26.1m, "USD")));
        });
    }

    [Test]
    public async Task Everything_a_Terminal_can_ask_for_is_sent()
    {
        using var square = new SquareHost(options => options.DeviceId = "dbb5d83a");
        square.On("POST /v2/terminals/checkouts", Fixture.Answer("checkout"));
        await square.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = new Money(26.1m, "USD"),
            OrderId = "A-1001",
            Channel = PaymentChannel.PointOfSale,
            CaptureMode = CaptureMode.Manual,
            Method = PaymentMethod.DigitalWallet,
            CustomerId = "CUST1",
            ExpiresAfter = TimeSpan.FromMinutes(2),
            Extras =
            [
                new SquarePaymentExtras
                {
                    TerminalPaymentType = "QR_CODE", AllowTipping = false, Tip = new Money(1m, "USD"), AppFee = new Money(0.1m, "USD"), HoldFor = TimeSpan.FromHours(12),
                    SquareOrderId = "o5", StatementDescription = "SHOP",
                },
            ],
            IdempotencyKey = "key-1",
        });
        square.AssertSent("create-terminal-full");
    }

    [TestCase(400)]
    [TestCase(402)]
    [TestCase(200)]
    public async Task A_decline_is_an_answer_that_names_the_failed_payment(int status)
    {
        using var square = new SquareHost();
        square.On("POST /v2/payments", Fixture.Answer("declined"), status);

        var payment = await square.Provider.CreatePaymentAsync(Requests.Token());

        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.Reference.PaymentId), Is.EqualTo((PaymentStatus.Failed, "p0")));
            Assert.That((payment.Error!.Kind, payment.Error.Code, payment.Error.ProviderCode), Is.EqualTo((PaymentErrorKind.Declined, PaymentErrorCode.InsufficientFunds, "INSUFFICIENT_FUNDS")));
            Assert.That(payment.Error.Retry, Is.EqualTo(PaymentRetry.NewAttempt));
            Assert.That((payment.CapturedAmount, payment.TransactionId), Is.EqualTo(((Money?)new Money(0m, "USD"), (string?)null)));
            Assert.That(square.Calls, Is.EqualTo(1), "a decline is never repeated");
        });
    }

    [Test]
    public async Task A_decline_without_a_payment_is_one_too()
    {
        using var square = new SquareHost();
        square.OnError("POST /v2/payments", "CVV_FAILURE", "PAYMENT_METHOD_ERROR");
        var payment = await square.Provider.CreatePaymentAsync(Requests.Token());
        Assert.That(
            (payment.Status, payment.Error!.Code, payment.Reference.ToString(), payment.Amount),
            Is.EqualTo((PaymentStatus.Failed, PaymentErrorCode.IncorrectCvv, "square:?order=A-1001", new Money(12.5m, "USD"))));
    }

    [Test]
    public async Task What_is_said_beside_a_decline_does_not_hide_it()
    {
        using var square = new SquareHost();
        square.On("POST /v2/payments", """
            {"errors":[{"category":"PAYMENT_METHOD_ERROR","code":"GIFT_CARD_AVAILABLE_AMOUNT","detail":"100"},{"category":"PAYMENT_METHOD_ERROR","code":"INSUFFICIENT_FUNDS"}]}
            """, 400);
        Assert.That((await square.Provider.CreatePaymentAsync(Requests.Token())).Error!.ProviderCode, Is.EqualTo("INSUFFICIENT_FUNDS"));
    }

    [Test]
    public async Task One_intention_has_one_key_in_every_way_its_own()
    {
        using var square = new SquareHost(options => options.DeviceId = "dbb5d83a");
        square.On("POST /v2/payments", Fixture.Answer("payment")).On("POST /v2/payments", Fixture.Answer("payment"))
            .On("POST /v2/online-checkout/payment-links", Fixture.Answer("link")).On("POST /v2/terminals/checkouts", Fixture.Answer("checkout"));
        await square.Provider.CreatePaymentAsync(Requests.Token());
        await square.Provider.CreatePaymentAsync(Requests.Token());
        await square.Provider.CreatePaymentAsync(Requests.Hosted());
        await square.Provider.CreatePaymentAsync(Requests.AtCounter());

        var keys = square.Bodies.ConvertAll(body => (string)System.Text.Json.Nodes.JsonNode.Parse(body)!["idempotency_key"]!);
        Assert.That(keys, Is.All.Length.InRange(22, 45));
        Assert.That(keys[1], Is.EqualTo(keys[0]));
        Assert.That(keys.Distinct().Count(), Is.EqualTo(3));
        Assert.That(square.Bodies[1], Is.EqualTo(square.Bodies[0]), "a repeat is the same to the byte");
    }
}
