using System.Net;
using System.Net.Http.Headers;

namespace Payments.Http.Tests;

public sealed class RetryTests
{
    // kind, provider key, status, attempts
    [TestCase(false, false, 408, 3)]
    [TestCase(false, false, 429, 3)]
    [TestCase(false, false, 500, 3)]
    [TestCase(false, false, 503, 3)]
    [TestCase(false, false, 400, 1)]
    [TestCase(false, false, 401, 1)]
    [TestCase(false, false, 404, 1)]
    [TestCase(false, false, 409, 1)]
    [TestCase(true, false, 408, 1)]
    [TestCase(true, false, 429, 1)]
    [TestCase(true, false, 500, 1)]
    [TestCase(true, false, 503, 1)]
    [TestCase(true, true, 408, 3)]
    [TestCase(true, true, 429, 3)]
    [TestCase(true, true, 500, 1)]
    [TestCase(true, true, 400, 1)]
    [TestCase(true, true, 409, 1)]
    public async Task The_default_table(bool write, bool key, int status, int attempts)
    {
        using var harness = new Harness().Answers((HttpStatusCode)status);
        var response = await harness.SendAsync(write ? Harness.Write(key) : Harness.Read());
        Assert.That(harness.Sent, Is.EqualTo(attempts));
        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(response.Error, Is.Not.Null);
    }

    [TestCase("in_progress", true, 3)]
    [TestCase("in_progress", false, 1)]
    [TestCase("slow_down", true, 3)]
    [TestCase("declined", true, 1)]
    public async Task The_providers_code_decides_over_the_status(string code, bool key, int attempts)
    {
        using var harness = new Harness().Answer(HttpStatusCode.Conflict, $$"""{"code":"{{code}}"}""");
        await harness.SendAsync(Harness.Write(key));
        Assert.That(harness.Sent, Is.EqualTo(attempts));
    }

    [Test]
    public async Task Network_faults_of_sent_writes_are_repeated_only_with_a_key([Values] bool key)
    {
        using var harness = new Harness().Throws(new HttpRequestException(HttpRequestError.ResponseEnded)).Answer(HttpStatusCode.OK, """{"id":"p_1","amount":1000}""");
        if (key)
        {
            Assert.That((await harness.SendAsync(Harness.Write(key: true))).Read(TestJson.Default.TestPayment).Id, Is.EqualTo("p_1"));
            Assert.That(harness.Sent, Is.EqualTo(2));
        }
        else
        {
            var exception = await harness.FailAsync<PaymentOutcomeUnknownException>(Harness.Write());
            Assert.That(exception.Error.Code, Is.EqualTo(PaymentErrorCode.NetworkError));
            Assert.That(harness.Sent, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Back_off_doubles_up_to_five_seconds()
    {
        using var harness = new Harness(options => options.MaxRetries = 6).Answers(HttpStatusCode.BadGateway);
        await harness.SendAsync(Harness.Read());
        Assert.That(harness.Time.Pauses.Select(pause => pause.TotalSeconds), Is.EqualTo(new[] { 0.5, 1, 2, 4, 5, 5 }));
    }

    [Test]
    public void Jitter_takes_off_up_to_half()
    {
        Assert.That(new Jitter(static () => 0).BackOff(2), Is.EqualTo(TimeSpan.FromSeconds(0.5)));
        var waits = Enumerable.Range(0, 50).Select(_ => new Jitter().BackOff(1)).ToList();
        Assert.That(waits, Has.All.InRange(TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500)));
        Assert.That(waits.Distinct().Count(), Is.GreaterThan(1));
    }

    [Test]
    public async Task Retry_after_is_honoured_in_seconds_and_as_a_date()
    {
        using var harness = new Harness()
            .Answer(HttpStatusCode.TooManyRequests, "", response => response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(7)))
            .Answer(HttpStatusCode.TooManyRequests, "", response => response.Headers.RetryAfter = new RetryConditionHeaderValue(new DateTimeOffset(2026, 11, 23, 12, 0, 20, TimeSpan.Zero)))
            .Answer(HttpStatusCode.OK);
        Assert.That((await harness.SendAsync(Harness.Read())).Error, Is.Null);
        Assert.That(harness.Time.Pauses, Is.EqualTo(new[] { TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(13) }));
    }

    [Test]
    public async Task A_retry_after_beyond_the_deadline_ends_the_call_at_once()
    {
        using var harness = new Harness()
            .Answer(HttpStatusCode.TooManyRequests, "", response => response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(61)));
        var exception = await harness.FailAsync<PaymentRateLimitedException>(Harness.Read());
        Assert.That(exception.Error.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(61)));
        Assert.That(harness.Sent, Is.EqualTo(1));
        Assert.That(harness.Time.Pauses, Is.Empty);
    }

    [Test]
    public async Task Every_attempt_is_authorized_on_a_fresh_message_with_the_same_body_and_headers()
    {
        List<(string Body, string Authorization, string Key, HttpRequestMessage Message)> seen = [];
        using var harness = new Harness();
        async Task<HttpResponseMessage> Record(HttpRequestMessage message)
        {
            seen.Add((await message.Content!.ReadAsStringAsync(), message.Headers.Authorization!.ToString(), string.Join('|', message.Headers.GetValues("Idempotency-Key")), message));
            return new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        }

        harness.Answer(Record);
        var request = new ProviderRequest { Method = HttpMethod.Post, Path = "p", Kind = ProviderCallKind.Write, HasProviderKey = true, Body = ProviderBody.Bytes("{}"u8.ToArray(), "application/json") };
        request.Headers["Idempotency-Key"] = "key-1";
        await harness.SendAsync(request);
        Assert.That(seen, Has.Count.EqualTo(3));
        Assert.That(seen.Select(entry => entry.Message).Distinct().Count(), Is.EqualTo(3));
        Assert.That(seen.Select(entry => (entry.Body, entry.Authorization, entry.Key)).Distinct(), Is.EqualTo(new[] { ("{}", "Bearer sk_test_canary0001", "key-1") }));
        Assert.That(harness.Protocol.Authorized, Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public async Task Refused_credentials_are_renewed_once([Values] bool can)
    {
        using var harness = new Harness(options => options.MaxRetries = 0).Answers(HttpStatusCode.Unauthorized, HttpStatusCode.OK);
        harness.Protocol.CanRefresh = can;
        var response = await harness.SendAsync(Harness.Write());
        Assert.That(harness.Sent, Is.EqualTo(can ? 2 : 1));
        Assert.That(response.StatusCode, Is.EqualTo(can ? HttpStatusCode.OK : HttpStatusCode.Unauthorized));

        using var stubborn = new Harness().Answers(HttpStatusCode.Unauthorized);
        stubborn.Protocol.CanRefresh = true;
        var exception = await stubborn.FailAsync<PaymentAuthenticationException>(Harness.Write());
        Assert.That((stubborn.Sent, stubborn.Protocol.Refreshes, exception.Outcome), Is.EqualTo((2, 1, PaymentOutcome.Refused)));
    }

    [Test]
    public async Task No_retries_means_none()
    {
        using var harness = new Harness(options => options.MaxRetries = 0).Answers(HttpStatusCode.ServiceUnavailable);
        await harness.SendAsync(Harness.Read());
        Assert.That(harness.Sent, Is.EqualTo(1));
    }
}
