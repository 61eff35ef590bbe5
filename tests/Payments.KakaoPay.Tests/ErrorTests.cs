using System.Net;

namespace Payments.KakaoPay.Tests;

/// <summary>Walks Kakao Pay's table of error codes: each with what it means, written down by hand.</summary>
public class ErrorTests
{
    [TestCase(-1, PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase(-2, PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(-3, PaymentErrorKind.Authentication, PaymentErrorCode.MerchantConfiguration)]
    [TestCase(-5, PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied)]
    [TestCase(-7, PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase(-10, PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited)]
    [TestCase(-301, PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials)]
    [TestCase(-401, PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials)]
    [TestCase(-403, PaymentErrorKind.Authentication, PaymentErrorCode.MerchantConfiguration)]
    [TestCase(-701, PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState)]
    [TestCase(-702, PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyCaptured)]
    [TestCase(-703, PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount)]
    [TestCase(-704, PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount)]
    [TestCase(-705, PaymentErrorKind.InvalidRequest, PaymentErrorCode.MethodUnavailable)]
    [TestCase(-706, PaymentErrorKind.InvalidRequest, PaymentErrorCode.Mismatch)]
    [TestCase(-707, PaymentErrorKind.InvalidRequest, PaymentErrorCode.Mismatch)]
    [TestCase(-708, PaymentErrorKind.InvalidRequest, PaymentErrorCode.Mismatch)]
    [TestCase(-710, PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooLarge)]
    [TestCase(-721, PaymentErrorKind.NotFound, PaymentErrorCode.NotFound)]
    [TestCase(-722, PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount)]
    [TestCase(-723, PaymentErrorKind.Conflict, PaymentErrorCode.Expired)]
    [TestCase(-724, PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount)]
    [TestCase(-725, PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount)]
    [TestCase(-726, PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(-730, PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials)]
    [TestCase(-731, PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials)]
    [TestCase(-732, PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials)]
    [TestCase(-733, PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials)]
    [TestCase(-750, PaymentErrorKind.NotFound, PaymentErrorCode.NotFound)]
    [TestCase(-753, PaymentErrorKind.InvalidRequest, PaymentErrorCode.Mismatch)]
    [TestCase(-761, PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(-783, PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState)]
    [TestCase(-784, PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState)]
    [TestCase(-785, PaymentErrorKind.Conflict, PaymentErrorCode.InProgress)]
    [TestCase(-798, PaymentErrorKind.Authentication, PaymentErrorCode.MerchantConfiguration)]
    [TestCase(-799, PaymentErrorKind.Authentication, PaymentErrorCode.MerchantConfiguration)]
    [TestCase(-9798, PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase(-99999, PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    public async Task A_code_means(long code, PaymentErrorKind kind, PaymentErrorCode expected)
    {
        var failed = await FailAsync(kakao => kakao.Refuse("ready", code));
        var number = code.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.That((failed.Error.Kind, failed.Error.Code, failed.Error.ProviderCode), Is.EqualTo((kind, expected, number)));
        Assert.That(failed.Message, Does.Contain($"[code {number}]").And.Not.Contain("Words of Kakao Pay's"));
    }

    // -751 and -752 are of recurring charges, -780 to -782 have their reason beside them: see RecurringTests, ConfirmTests, RefundTests.
    [TestCase(-751)]
    [TestCase(-752)]
    [TestCase(-780)]
    [TestCase(-781)]
    [TestCase(-782)]
    public void A_refusal_is_a_decline(long code) => Assert.That(KakaoPayMapping.Errors[code].Kind, Is.EqualTo(PaymentErrorKind.Declined));

    [TestCase("LACK_BALANCE", PaymentErrorKind.Declined, PaymentErrorCode.InsufficientFunds)]
    [TestCase("NOT_ENOUGH_BALANCE", PaymentErrorKind.Declined, PaymentErrorCode.InsufficientFunds)]
    [TestCase("LIMIT_ONE_TIME", PaymentErrorKind.Declined, PaymentErrorCode.LimitExceeded)]
    [TestCase("LIMIT_USE_PER_DAY", PaymentErrorKind.Declined, PaymentErrorCode.LimitExceeded)]
    [TestCase("LIMIT_BALANCE", PaymentErrorKind.Declined, PaymentErrorCode.LimitExceeded)]
    [TestCase("USER_LOCKED", PaymentErrorKind.Conflict, PaymentErrorCode.InProgress)]
    [TestCase("BANK_FIRM_UNKNOWN", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase("BANK_FIRM_UNAVAILABLE", PaymentErrorKind.Unavailable, PaymentErrorCode.ProcessingError)]
    [TestCase("UNDER_CONSTRUCTION", PaymentErrorKind.Unavailable, PaymentErrorCode.ProcessingError)]
    [TestCase("INTERNAL_ERROR", PaymentErrorKind.Unavailable, PaymentErrorCode.ProcessingError)]
    [TestCase("BANK_FIRM_API_FAIL", PaymentErrorKind.Unavailable, PaymentErrorCode.ProcessingError)]
    [TestCase("INVALID_CANCEL_AMOUNT", PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooLarge)]
    [TestCase("INVALID_CANCEL_STATUS", PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState)]
    [TestCase("0002", PaymentErrorKind.Declined, PaymentErrorCode.LimitExceeded)]
    [TestCase("0004", PaymentErrorKind.Declined, PaymentErrorCode.ExpiredCard)]
    [TestCase("0010", PaymentErrorKind.Unavailable, PaymentErrorCode.Timeout)]
    [TestCase("0025", PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyRefunded)]
    [TestCase("0026", PaymentErrorKind.Declined, PaymentErrorCode.SuspectedFraud)]
    [TestCase("8326", PaymentErrorKind.Declined, PaymentErrorCode.LimitExceeded)]
    public void A_reason_means(string reason, PaymentErrorKind kind, PaymentErrorCode code) => Assert.That(KakaoPayMapping.Reasons[reason], Is.EqualTo((kind, code)));

    [TestCase(-2, 400, PaymentOutcome.Refused)]
    [TestCase(-401, 401, PaymentOutcome.Refused)]
    [TestCase(-10, 429, PaymentOutcome.Refused)]
    [TestCase(-7, 503, PaymentOutcome.Refused)]
    [TestCase(-9798, 503, PaymentOutcome.Refused)]
    [TestCase(-1, 400, PaymentOutcome.Unknown)]
    [TestCase(-1, 500, PaymentOutcome.Unknown)]
    [TestCase(-785, 400, PaymentOutcome.Unknown)]
    [TestCase(-99999, 500, PaymentOutcome.Unknown)]
    public async Task A_failure_means_for_the_money_and_is_not_repeated(long code, int status, PaymentOutcome expected)
    {
        var failed = await FailAsync(kakao => kakao.Refuse("ready", code, status: status));
        Assert.That((failed.Outcome, failed.Error.HttpStatus), Is.EqualTo((expected, (HttpStatusCode)status)));
    }

    [TestCase(-7, 400, PaymentRetry.SameRequest)]
    [TestCase(-9798, 503, PaymentRetry.SameRequest)]
    [TestCase(-1, 400, PaymentRetry.AfterReading)]
    public async Task What_was_not_looked_at_may_be_sent_again(long code, int status, PaymentRetry expected) =>
        Assert.That((await FailAsync(kakao => kakao.Refuse("ready", code, status: status))).Error.Retry, Is.EqualTo(expected));

    [TestCase(400, typeof(PaymentRequestException))]
    [TestCase(401, typeof(PaymentAuthenticationException))]
    [TestCase(403, typeof(PaymentAuthenticationException))]
    [TestCase(404, typeof(PaymentNotFoundException))]
    [TestCase(429, typeof(PaymentRateLimitedException))]
    [TestCase(502, typeof(PaymentOutcomeUnknownException))]
    public async Task Without_a_code_the_status_counts(int status, Type expected)
    {
        foreach (var body in new[] { "", "<html>Bad gateway</html>", "{}", "null", "[]", """{"error_code":null}""", """{"error_code":{}}""", """{"error_message":7}""" })
            Assert.That(await FailAsync(kakao => kakao.On("ready", body, status)), Is.TypeOf(expected), body);
    }

    [TestCase("""{"error_code":"-721","error_message":7,"extras":"none"}""")]
    [TestCase("""{"error_code":-721.0,"extras":[1]}""")]
    public async Task An_odd_error_is_read_by_its_code(string body) =>
        Assert.That((await FailAsync(kakao => kakao.On("ready", body, 400))).Error.Code, Is.EqualTo(PaymentErrorCode.NotFound));

    [TestCase("""{"error_code":-780,"extras":"none"}""", "-780")]
    [TestCase("""{"error_code":-780,"extras":{"method_result_code":null}}""", "-780")]
    [TestCase("""{"error_code":-780,"extras":{"method_result_code":8326}}""", "8326")]
    public async Task A_decline_without_a_readable_reason_stays_a_decline(string body, string code)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("approve", body, 400);
        var payment = await kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(amount: Requests.Won(11000)));
        Assert.That((payment.Status, payment.Error!.ProviderCode), Is.EqualTo((PaymentStatus.Failed, code)));
    }

    [Test]
    public async Task Words_without_a_code_are_kept()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("approve", """{"error_code":-780,"error_message":"approval failure!","extras":{"method_result_message":"한도초과"}}""", 400);
        var payment = await kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(amount: Requests.Won(11000)));
        Assert.That((payment.Error!.ProviderCode, payment.Error.ProviderMessage, payment.Error.PayerMessage), Is.EqualTo(("-780", "한도초과", "한도초과")));
    }

    [TestCase(-1, 500)]
    [TestCase(-1, 400)]
    [TestCase(-7, 400)]
    public async Task A_read_is_repeated_and_a_write_is_not(long code, int status)
    {
        using var kakao = new KakaoPayHost();
        kakao.Refuse("order", code, status: status).Refuse("order", -10, status: 429).On("order", Fixture.Answer("order-paid"));
        Assert.That((await kakao.Provider.GetPaymentAsync(Requests.Bare)).Status, Is.EqualTo(PaymentStatus.Completed));
        kakao.AssertAllCalled();
    }

    [TestCase(-1)]
    [TestCase(-7)]
    public async Task A_read_that_fails_for_good_may_be_repeated(long code)
    {
        using var kakao = new KakaoPayHost(options => options.MaxRetries = 0);
        kakao.Refuse("order", code);
        var thrown = (await Assert.ThrowsAsync<PaymentProviderUnavailableException>(() => kakao.Provider.GetPaymentAsync(Requests.Bare)))!;
        Assert.That((thrown.Outcome, thrown.Error.Retry), Is.EqualTo((PaymentOutcome.Refused, PaymentRetry.SameRequest)));
    }

    [Test]
    public async Task Nothing_secret_is_in_a_message()
    {
        var failed = await FailAsync(kakao => kakao.On("ready", """{"error_code":-401,"error_message":"bad key SECRET_KEY DEV0TEST0KEY of jenny@example.com"}""", 401));
        Assert.That(failed + failed.Error.ToString() + failed.Error.ProviderMessage, Does.Not.Contain("DEV0TEST0KEY").And.Not.Contain("jenny@"));
    }

    private static async Task<PaymentException> FailAsync(Action<KakaoPayHost> wire)
    {
        using var kakao = new KakaoPayHost();
        wire(kakao);
        var failed = (await Assert.CatchAsync<PaymentException>(() => kakao.Provider.CreatePaymentAsync(Requests.Page())))!;
        Assert.That(kakao.Calls, Is.EqualTo(1));
        return failed;
    }
}
