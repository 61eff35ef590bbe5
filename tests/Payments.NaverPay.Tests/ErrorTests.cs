using System.Net;

namespace Payments.NaverPay.Tests;

/// <summary>Walks Naver Pay's table of codes: each with what it means, written down by hand.</summary>
public class ErrorTests
{
    [TestCase("RequireParameter", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest, PaymentOutcome.Refused)]
    [TestCase("InvalidParameter", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest, PaymentOutcome.Refused)]
    [TestCase("RequireCondition", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest, PaymentOutcome.Refused)]
    [TestCase("TimeConditionError", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest, PaymentOutcome.Refused)]
    [TestCase("InvalidMerchant", PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials, PaymentOutcome.Refused)]
    [TestCase("TimeExpired", PaymentErrorKind.Conflict, PaymentErrorCode.Expired, PaymentOutcome.Refused)]
    [TestCase("AlreadyOnGoing", PaymentErrorKind.Conflict, PaymentErrorCode.InProgress, PaymentOutcome.Unknown)]
    [TestCase("AlreadyComplete", PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyCaptured, PaymentOutcome.Refused)]
    [TestCase("OwnerAuthFail", PaymentErrorKind.Declined, PaymentErrorCode.NotPermitted, PaymentOutcome.Refused)]
    [TestCase("NotEnoughAccountBalance", PaymentErrorKind.Declined, PaymentErrorCode.InsufficientFunds, PaymentOutcome.Refused)]
    [TestCase("BankMaintenance", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError, PaymentOutcome.Refused)]
    [TestCase("BankCheckTime", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError, PaymentOutcome.Refused)]
    [TestCase("MaintenanceOngoing", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError, PaymentOutcome.Refused)]
    [TestCase("FaultCheckOngoing", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError, PaymentOutcome.Refused)]
    [TestCase("InvalidPaymentId", PaymentErrorKind.NotFound, PaymentErrorCode.NotFound, PaymentOutcome.Refused)]
    [TestCase("AlreadyCanceled", PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyRefunded, PaymentOutcome.Refused)]
    [TestCase("OverRemainAmount", PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooLarge, PaymentOutcome.Refused)]
    [TestCase("TaxScopeAmtGreaterThanRemainError", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount, PaymentOutcome.Refused)]
    [TestCase("TaxScopeAmountError", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount, PaymentOutcome.Refused)]
    [TestCase("RestAmountDiff", PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState, PaymentOutcome.Refused)]
    [TestCase("CancelNotComplete", PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState, PaymentOutcome.Refused)]
    [TestCase("PreCancelNotComplete", PaymentErrorKind.Conflict, PaymentErrorCode.InProgress, PaymentOutcome.Refused)]
    [TestCase("CancelDeadlineExpired", PaymentErrorKind.InvalidRequest, PaymentErrorCode.NotPermitted, PaymentOutcome.Refused)]
    [TestCase("InvalidDiscountCancelCondition", PaymentErrorKind.InvalidRequest, PaymentErrorCode.NotPermitted, PaymentOutcome.Refused)]
    [TestCase("Fail", PaymentErrorKind.Unknown, PaymentErrorCode.Unknown, PaymentOutcome.Refused)]
    [TestCase("SomethingNew", PaymentErrorKind.Unknown, PaymentErrorCode.Unknown, PaymentOutcome.Refused)]
    public async Task A_code_means_in_any_case_and_with_any_status_that_answers(string code, PaymentErrorKind kind, PaymentErrorCode expected, PaymentOutcome outcome)
    {
        foreach (var text in new[] { code, code.ToUpperInvariant() })
        {
            foreach (var status in new[] { 200, 409 })
            {
                var failed = await FailAsync(naver => naver.Refuse("v2/reserve", text, status));
                Assert.That((failed.Error.Kind, failed.Error.Code, failed.Error.ProviderCode, failed.Outcome), Is.EqualTo((kind, expected, text, outcome)));
            }
        }
    }

    [TestCase(400, typeof(PaymentRequestException))]
    [TestCase(401, typeof(PaymentAuthenticationException))]
    [TestCase(403, typeof(PaymentAuthenticationException))]
    [TestCase(404, typeof(PaymentNotFoundException))]
    [TestCase(409, typeof(PaymentOutcomeUnknownException))]
    [TestCase(429, typeof(PaymentRateLimitedException))]
    [TestCase(500, typeof(PaymentOutcomeUnknownException))]
    [TestCase(503, typeof(PaymentOutcomeUnknownException))]
    public async Task Without_a_code_the_status_counts(int status, Type expected)
    {
        foreach (var body in new[] { "", "<html>Bad gateway</html>", "{}", "null", "[]", """{"code":null}""", """{"code":{}}""" })
            Assert.That(await FailAsync(naver => naver.On("v2/reserve", body, status)), Is.TypeOf(expected), body);
    }

    [TestCase("Fail", 401, typeof(PaymentAuthenticationException))]
    [TestCase("Fail", 500, typeof(PaymentOutcomeUnknownException))]
    [TestCase("Success", 500, typeof(PaymentOutcomeUnknownException))]
    [TestCase("InvalidParameter", 500, typeof(PaymentOutcomeUnknownException))]
    [TestCase("MaintenanceOngoing", 503, typeof(PaymentProviderUnavailableException))]
    public async Task A_server_that_failed_has_no_say_about_the_request(string code, int status, Type expected)
    {
        var failed = await FailAsync(naver => naver.Refuse("v2/reserve", code, status));
        Assert.That(failed, Is.TypeOf(expected));
        Assert.That((failed.Error.ProviderCode, failed.Error.HttpStatus), Is.EqualTo((code, (HttpStatusCode)status)));
    }

    [TestCase("SomethingNew", 200, typeof(PaymentOutcomeUnknownException))]
    [TestCase("SomethingNew", 400, typeof(PaymentOutcomeUnknownException))]
    [TestCase("SomethingNew", 404, typeof(PaymentOutcomeUnknownException))]
    [TestCase("SomethingNew", 409, typeof(PaymentOutcomeUnknownException))]
    [TestCase("Success", 400, typeof(PaymentOutcomeUnknownException))]
    [TestCase("SomethingNew", 401, typeof(PaymentAuthenticationException))]
    [TestCase("SomethingNew", 403, typeof(PaymentAuthenticationException))]
    [TestCase("SomethingNew", 429, typeof(PaymentRateLimitedException))]
    [TestCase("SomethingNew", 500, typeof(PaymentOutcomeUnknownException))]
    [TestCase("InvalidParameter", 400, typeof(PaymentRequestException))]
    public async Task Where_money_moves_a_code_that_nobody_knows_leaves_the_outcome_open(string code, int status, Type expected)
    {
        using var apply = new NaverPayHost();
        apply.Refuse("v2.2/apply/payment", code, status);
        Assert.That(await Assert.CatchAsync(() => apply.Provider.ConfirmPaymentAsync(Requests.Confirm())), Is.TypeOf(expected));
        using var cancel = new NaverPayHost();
        cancel.OnHistory(Movements.Approval()).Refuse("v1/cancel", code, status);
        Assert.That(await Assert.CatchAsync(() => cancel.Provider.RefundPaymentAsync(Requests.Refund(5000))), Is.TypeOf(expected));
    }

    [TestCase(200)]
    [TestCase(400)]
    [TestCase(404)]
    public async Task A_fail_of_an_apply_is_a_decline_with_any_status_that_answers(int status)
    {
        using var naver = new NaverPayHost();
        naver.Refuse("v2.2/apply/payment", "Fail", status);
        Assert.That((await naver.Provider.ConfirmPaymentAsync(Requests.Confirm())).Status, Is.EqualTo(PaymentStatus.Failed));
    }

    [Test]
    public async Task A_network_fault_is_tried_again_with_the_same_key()
    {
        using var naver = new NaverPayHost();
        naver.On("v2/reserve", "", 429).On("v2/reserve", Fixture.Answer("reserve"), 409);
        await naver.Provider.CreatePaymentAsync(Requests.Page());
        Assert.That(naver.Headers.SelectMany(headers => headers.GetValues("X-NaverPay-Idempotency-Key")).Distinct().Count(), Is.EqualTo(1));
        Assert.That(naver.Calls, Is.EqualTo(2));
    }

    [Test]
    public async Task Nothing_secret_is_in_a_message()
    {
        var failed = await FailAsync(naver => naver.On("v2/reserve", """{"code":"InvalidMerchant","message":"client-secret-1 of jenny@example.com"}"""));
        Assert.That(failed + failed.Error.ToString(), Does.Not.Contain("client-secret-1").And.Not.Contain("jenny@"));
    }

    private static async Task<PaymentException> FailAsync(Action<NaverPayHost> wire)
    {
        using var naver = new NaverPayHost(options => options.MaxRetries = 0);
        wire(naver);
        var failed = (await Assert.CatchAsync<PaymentException>(() => naver.Provider.CreatePaymentAsync(Requests.Page())))!;
        Assert.That(naver.Calls, Is.EqualTo(1));
        return failed;
    }
}
