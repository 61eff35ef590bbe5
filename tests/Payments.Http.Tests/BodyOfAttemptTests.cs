using System.Net;

namespace Payments.Http.Tests;

/// <summary>A body that holds what is good once is made anew for every attempt.</summary>
public sealed class BodyOfAttemptTests
{
    [Test]
    public async Task Every_attempt_gets_a_body_of_its_own()
    {
        List<string> seen = [];
        using var harness = new Harness().Answer(async message =>
        {
            seen.Add($"{await message.Content!.ReadAsStringAsync()} {message.Content.Headers.ContentType}");
            return new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        });
        var made = 0;
        await harness.SendAsync(Request(ProviderCallKind.Read, _ => ValueTask.FromResult(Body(++made))));
        Assert.That(seen, Is.EqualTo(new[] { "1 text/plain; charset=utf-8", "2 text/plain; charset=utf-8", "3 text/plain; charset=utf-8" }));
    }

    // What has left is known here, too: a cut write is not said to be unsent.
    [Test]
    public async Task A_write_is_sent_once_and_known_to_be_sent()
    {
        var made = 0;
        using var harness = new Harness().Throws(new HttpRequestException(HttpRequestError.ResponseEnded));
        var exception = await harness.FailAsync<PaymentOutcomeUnknownException>(Request(ProviderCallKind.Write, _ => ValueTask.FromResult(Body(++made))));
        Assert.That((exception.Outcome, harness.Sent, made), Is.EqualTo((PaymentOutcome.Unknown, 1, 1)));
    }

    [Test]
    public async Task Making_it_may_wait_within_the_deadline()
    {
        using var harness = new Harness().Answers(HttpStatusCode.OK);
        var exception = await harness.FailAsync<PaymentProviderUnavailableException>(Request(
            ProviderCallKind.Write,
            async ending =>
            {
                while (true)
                    await Task.Delay(TimeSpan.FromSeconds(20), harness.Time, ending);
            }));
        Assert.That((exception.Error.Code, exception.Outcome, harness.Sent), Is.EqualTo((PaymentErrorCode.Timeout, PaymentOutcome.NeverSent, 0)));
    }

    [Test]
    public async Task What_it_throws_ends_the_call_before_it_is_sent()
    {
        using var harness = new Harness().Answers(HttpStatusCode.OK);
        var exception = await harness.FailAsync<PaymentRequestException>(Request(ProviderCallKind.Write, _ => throw new PaymentRequestException("It has no time.")));
        Assert.That((exception.Outcome, harness.Sent), Is.EqualTo((PaymentOutcome.NeverSent, 0)));
    }

    private static ProviderBody Body(int number) => ProviderBody.Text($"{number}", "text/plain");

    private static ProviderRequest Request(ProviderCallKind kind, Func<CancellationToken, ValueTask<ProviderBody>> body) =>
        new() { Method = HttpMethod.Post, Path = "p", Kind = kind, Operation = PaymentOperations.Refund, BodyOfAttempt = body };
}
