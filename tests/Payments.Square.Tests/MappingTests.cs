using System.Text.Json.Nodes;

namespace Payments.Square.Tests;

/// <summary>Square's words, one case each, written from its documentation.</summary>
public class MappingTests
{
    private static async Task<Payment> ReadAsync(Action<JsonNode> change)
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Fixture.Answer("payment", answer => change(answer["payment"]!)));
        return await square.Provider.GetPaymentAsync(Requests.Single);
    }

    [TestCase("PENDING", PaymentStatus.Processing)]
    [TestCase("APPROVED", PaymentStatus.Authorized)]
    [TestCase("COMPLETED", PaymentStatus.Completed)]
    [TestCase("CANCELED", PaymentStatus.Cancelled)]
    [TestCase("FAILED", PaymentStatus.Failed)]
    [TestCase("AUTHORIZED", PaymentStatus.Authorized)]
    [TestCase("CAPTURED", PaymentStatus.Completed)]
    [TestCase("VOIDED", PaymentStatus.Cancelled)]
    [TestCase("TELEPORTED", PaymentStatus.Unknown)]
    [TestCase("completed", PaymentStatus.Unknown)]
    [TestCase("", PaymentStatus.Unknown)]
    public async Task A_payment_is(string word, PaymentStatus expected)
    {
        var payment = await ReadAsync(node => node["status"] = word);
        Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((expected, word)));
        Assert.That(payment.CapturedAmount, Is.EqualTo(expected switch
        {
            PaymentStatus.Completed => new Money(12.5m, "USD"),
            PaymentStatus.Unknown => null,
            _ => (Money?)new Money(0m, "USD"),
        }));
    }

    [TestCase(null, PaymentStatus.Completed)]
    [TestCase(0, PaymentStatus.Completed)]
    [TestCase(1, PaymentStatus.PartiallyRefunded)]
    [TestCase(1249, PaymentStatus.PartiallyRefunded)]
    [TestCase(1250, PaymentStatus.Refunded)]
    public async Task Only_the_refunded_money_tells_of_refunds(int? back, PaymentStatus expected)
    {
        var payment = await ReadAsync(node => node["refunded_money"] = back is null ? null : new JsonObject { ["amount"] = back, ["currency"] = "USD" });
        Assert.That((payment.Status, payment.RefundedAmount), Is.EqualTo((expected, (Money?)new Money((back ?? 0) / 100m, "USD"))));
    }

    [TestCase("2026-11-06T00:00:00.576Z", PaymentStatus.Cancelled)]
    [TestCase("2026-11-06T00:00:00.577Z", PaymentStatus.Expired)]
    [TestCase("2026-11-06T00:00:09Z", PaymentStatus.Expired)]
    [TestCase(null, PaymentStatus.Cancelled)]
    [TestCase("2026-11-06T16:39:323.001Z", PaymentStatus.Cancelled)]
    public async Task Only_the_time_tells_a_hold_that_ran_out_from_one_that_was_let_go(string? voidedAt, PaymentStatus expected) => Assert.That(
        (await ReadAsync(node =>
        {
            node["status"] = "CANCELED";
            node["card_details"]!["card_payment_timeline"]!["voided_at"] = voidedAt;
        })).Status,
        Is.EqualTo(expected));

    [TestCase("DRAFT", PaymentStatus.RequiresAction)]
    [TestCase("OPEN", PaymentStatus.RequiresAction)]
    [TestCase("COMPLETED", PaymentStatus.Completed)]
    [TestCase("CANCELED", PaymentStatus.Cancelled)]
    [TestCase("TELEPORTED", PaymentStatus.Unknown)]
    public async Task An_order_without_payments_is(string word, PaymentStatus expected)
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order", answer => answer["order"]!["state"] = word));
        var payment = await square.Provider.GetPaymentAsync(PaymentReference.From("square", "order:o1"));
        Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((expected, word)));
    }

    [TestCase("PENDING", null, PaymentStatus.RequiresAction)]
    [TestCase("IN_PROGRESS", null, PaymentStatus.RequiresAction)]
    [TestCase("IN PROGRESS", null, PaymentStatus.RequiresAction)]
    [TestCase("CANCEL_REQUESTED", null, PaymentStatus.Processing)]
    [TestCase("CANCELED", "BUYER_CANCELED", PaymentStatus.Cancelled)]
    [TestCase("CANCELED", "SELLER_CANCELED", PaymentStatus.Cancelled)]
    [TestCase("CANCELED", "TIMED_OUT", PaymentStatus.Expired)]
    [TestCase("CANCELED", "A_NEW_REASON", PaymentStatus.Cancelled)]
    [TestCase("CANCELED", null, PaymentStatus.Cancelled)]
    [TestCase("COMPLETED", null, PaymentStatus.Processing)]
    [TestCase("TELEPORTED", null, PaymentStatus.Unknown)]
    public async Task A_Terminal_checkout_without_payments_is(string word, string? reason, PaymentStatus expected)
    {
        using var square = new SquareHost();
        square.On("GET /v2/terminals/checkouts/c1", Fixture.Answer("checkout", answer =>
        {
            answer["checkout"]!["status"] = word;
            answer["checkout"]!["cancel_reason"] = reason;
        }));
        var payment = await square.Provider.GetPaymentAsync(Requests.Terminal);
        Assert.That((payment.Status, payment.NextAction is WaitAction), Is.EqualTo((expected, expected == PaymentStatus.RequiresAction)));
    }

    [TestCase("PENDING", RefundStatus.RequiresAction)]
    [TestCase("IN_PROGRESS", RefundStatus.RequiresAction)]
    [TestCase("IN PROGRESS", RefundStatus.RequiresAction)]
    [TestCase("CANCEL_REQUESTED", RefundStatus.Pending)]
    [TestCase("CANCELED", RefundStatus.Cancelled)]
    [TestCase("COMPLETED", RefundStatus.Completed)]
    [TestCase("TELEPORTED", RefundStatus.Unknown)]
    public void A_Terminal_refund_is(string word, RefundStatus expected) =>
        Assert.That(new SquareAnswers("square").Refund(new SquareRefund { Id = "t", Status = word }, Requests.Single, isTerminal: true).Status, Is.EqualTo(expected));

    [TestCase("INQUIRY_EVIDENCE_REQUIRED", DisputeStatus.NeedsResponse, true)]
    [TestCase("INQUIRY_PROCESSING", DisputeStatus.UnderReview, true)]
    [TestCase("INQUIRY_CLOSED", DisputeStatus.Closed, true)]
    [TestCase("EVIDENCE_REQUIRED", DisputeStatus.NeedsResponse, false)]
    [TestCase("PROCESSING", DisputeStatus.UnderReview, false)]
    [TestCase("WON", DisputeStatus.Won, false)]
    [TestCase("LOST", DisputeStatus.Lost, false)]
    [TestCase("ACCEPTED", DisputeStatus.Lost, false)]
    [TestCase("TELEPORTED", DisputeStatus.Unknown, false)]
    public void A_dispute_is(string word, DisputeStatus expected, bool isInquiry)
    {
        var dispute = new SquareAnswers("square").Dispute(new SquareDispute { Id = "d", State = word, Version = 4 }, Requests.Single);
        Assert.That((dispute.Status, dispute.IsInquiry, dispute.ProviderStatus, dispute.Version), Is.EqualTo((expected, isInquiry, word, (long?)4)));
    }

    [TestCase("CARD", "CREDIT", null, PaymentMethod.CreditCard, "CARD")]
    [TestCase("CARD", "DEBIT", null, PaymentMethod.DebitCard, "CARD")]
    [TestCase("CARD", "UNKNOWN_CARD_TYPE", null, PaymentMethod.Card, "CARD")]
    [TestCase("CARD", null, null, PaymentMethod.Card, "CARD")]
    [TestCase("CARD", "CREDIT", "VISA", PaymentMethod.CreditCard, "CARD")]
    [TestCase("CARD", "DEBIT", "OTHER_BRAND", PaymentMethod.DebitCard, "CARD")]
    [TestCase("CARD", "CREDIT", "INTERAC", PaymentMethod.DebitCard, "INTERAC")]
    [TestCase("CARD", "CREDIT", "EFTPOS", PaymentMethod.DebitCard, "EFTPOS")]
    [TestCase("CARD", "CREDIT", "SQUARE_GIFT_CARD", PaymentMethod.GiftCard, "SQUARE_GIFT_CARD")]
    [TestCase("CARD", "CREDIT", "FELICA", PaymentMethod.DigitalWallet, "FELICA")]
    [TestCase("CARD", "DEBIT", "EBT", PaymentMethod.Other, "EBT")]
    [TestCase("WALLET", "CASH_APP", null, PaymentMethod.DigitalWallet, "CASH_APP")]
    [TestCase("WALLET", "PAYPAY", null, PaymentMethod.DigitalWallet, "PAYPAY")]
    [TestCase("WALLET", "ALIPAY", null, PaymentMethod.DigitalWallet, "ALIPAY")]
    [TestCase("WALLET", "RAKUTEN_PAY", null, PaymentMethod.DigitalWallet, "RAKUTEN_PAY")]
    [TestCase("WALLET", "AU_PAY", null, PaymentMethod.DigitalWallet, "AU_PAY")]
    [TestCase("WALLET", "D_BARAI", null, PaymentMethod.DigitalWallet, "D_BARAI")]
    [TestCase("WALLET", "MERPAY", null, PaymentMethod.DigitalWallet, "MERPAY")]
    [TestCase("WALLET", "WECHAT_PAY", null, PaymentMethod.DigitalWallet, "WECHAT_PAY")]
    [TestCase("WALLET", "UNKNOWN", null, PaymentMethod.DigitalWallet, "UNKNOWN")]
    [TestCase("WALLET", "LIGHTNING", null, PaymentMethod.Cryptocurrency, "LIGHTNING")]
    [TestCase("BANK_ACCOUNT", "ACH", null, PaymentMethod.BankTransfer, "BANK_ACCOUNT")]
    [TestCase("BUY_NOW_PAY_LATER", "AFTERPAY", null, PaymentMethod.BuyNowPayLater, "AFTERPAY")]
    [TestCase("BUY_NOW_PAY_LATER", "CLEARPAY", null, PaymentMethod.BuyNowPayLater, "CLEARPAY")]
    [TestCase("BUY_NOW_PAY_LATER", "UNKNOWN", null, PaymentMethod.BuyNowPayLater, "UNKNOWN")]
    [TestCase("SQUARE_ACCOUNT", null, null, PaymentMethod.Other, "SQUARE_ACCOUNT")]
    [TestCase("CASH", null, null, PaymentMethod.Cash, "CASH")]
    [TestCase("EXTERNAL", "CHECK", null, PaymentMethod.Other, "CHECK")]
    [TestCase("EXTERNAL", "BANK_TRANSFER", null, PaymentMethod.BankTransfer, "BANK_TRANSFER")]
    [TestCase("EXTERNAL", "OTHER_GIFT_CARD", null, PaymentMethod.GiftCard, "OTHER_GIFT_CARD")]
    [TestCase("EXTERNAL", "CRYPTO", null, PaymentMethod.Cryptocurrency, "CRYPTO")]
    [TestCase("EXTERNAL", "SQUARE_CASH", null, PaymentMethod.DigitalWallet, "SQUARE_CASH")]
    [TestCase("EXTERNAL", "SOCIAL", null, PaymentMethod.Other, "SOCIAL")]
    [TestCase("EXTERNAL", "EXTERNAL", null, PaymentMethod.Other, "EXTERNAL")]
    [TestCase("EXTERNAL", "EMONEY", null, PaymentMethod.DigitalWallet, "EMONEY")]
    [TestCase("EXTERNAL", "CARD", null, PaymentMethod.CreditCard, "CARD")]
    [TestCase("EXTERNAL", "STORED_BALANCE", null, PaymentMethod.Other, "STORED_BALANCE")]
    [TestCase("EXTERNAL", "FOOD_VOUCHER", null, PaymentMethod.Other, "FOOD_VOUCHER")]
    [TestCase("EXTERNAL", "OTHER", null, PaymentMethod.Other, "OTHER")]
    [TestCase("TELEPATHY", null, null, PaymentMethod.Other, "TELEPATHY")]
    public void It_was_paid_by(string source, string? detail, string? brand, PaymentMethod expected, string providerMethod)
    {
        var details = new SquareSourceDetails { Brand = detail, Type = detail };
        var payment = new SquarePayment
        {
            SourceType = source,
            CardDetails = source == "CARD" ? new SquareCardDetails { Card = new SquareCard { CardType = detail, CardBrand = brand } } : null,
            WalletDetails = source == "WALLET" ? details : null,
            BankAccountDetails = source == "BANK_ACCOUNT" ? details : null,
            BuyNowPayLaterDetails = source == "BUY_NOW_PAY_LATER" ? details : null,
            ExternalDetails = source == "EXTERNAL" ? details : null,
        };
        Assert.That(SquareMethods.Of(payment), Is.EqualTo((expected, providerMethod)));
        Assert.That(SquareDefaults.Capabilities.PaymentMethods, Does.Contain(expected));
    }

    [TestCase("CARD")]
    [TestCase(null)]
    public void Electronic_money_is_a_wallet_whatever_its_source_is_called(string? source) =>
        Assert.That(SquareMethods.Of(new SquarePayment { SourceType = source, ElectronicMoneyDetails = new SquareSourceDetails() }), Is.EqualTo((PaymentMethod.DigitalWallet, source)));

    [Test]
    public void What_can_be_asked_for_and_what_comes_back_is_claimed() => Assert.That(
        SquareMapping.Methods.Values.Concat(SquareMapping.CardBrands.Values).Distinct(), Is.EquivalentTo(SquareDefaults.Capabilities.PaymentMethods));

    /// <summary>
    /// Fields that are newer than the public description of 2025-08-20, which the recorded traffic is held against: a payment with all of them is read as any
    /// other. They are <c>app_fee_allocations</c>, <c>electronic_money_details</c>, <c>buyer_currency_exchange</c>, <c>card_details.wallet_type</c>,
    /// <c>card_details.applied_card_surcharge_details</c>, <c>wallet_details.errors</c> and <c>wallet_details.lightning_details</c>.
    /// </summary>
    [Test]
    public async Task Fields_newer_than_the_description_are_taken_or_ignored()
    {
        var payment = await ReadAsync(node =>
        {
            node["app_fee_allocations"] = new JsonArray(new JsonObject { ["amount_money"] = new JsonObject() });
            node["electronic_money_details"] = new JsonObject { ["felica_details"] = new JsonObject { ["felica_brand"] = "FELICA_ID" } };
            node["buyer_currency_exchange"] = new JsonObject { ["rate"] = "1.1" };
            node["card_details"]!["wallet_type"] = "APPLE_PAY";
            node["card_details"]!["applied_card_surcharge_details"] = new JsonObject();
            node["wallet_details"] = new JsonObject { ["errors"] = new JsonArray(), ["lightning_details"] = new JsonObject { ["payment_url"] = "lightning:1" } };
        });
        Assert.That((payment.Status, payment.Method), Is.EqualTo((PaymentStatus.Completed, PaymentMethod.DigitalWallet)), "e-money of Japan");
    }

    [Test]
    public async Task A_failed_payment_says_why()
    {
        var card = await ReadAsync(node =>
        {
            node["status"] = "FAILED";
            node["card_details"]!["errors"] = JsonNode.Parse("""[{"category":"PAYMENT_METHOD_ERROR","code":"CARD_EXPIRED","detail":"x"}]""");
        });
        var bank = await ReadAsync(node =>
        {
            node["status"] = "FAILED";
            node["source_type"] = "BANK_ACCOUNT";
            node["bank_account_details"] = JsonNode.Parse("""{"errors":[{"category":"PAYMENT_METHOD_ERROR","code":"INSUFFICIENT_FUNDS"}]}""");
        });
        var silent = await ReadAsync(node => node["status"] = "FAILED");
        Assert.That(
            (card.Error!.Code, bank.Error!.Code, silent.Error!.Kind),
            Is.EqualTo((PaymentErrorCode.ExpiredCard, PaymentErrorCode.InsufficientFunds, PaymentErrorKind.Declined)));
    }
}
