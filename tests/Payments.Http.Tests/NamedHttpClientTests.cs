using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Http.Tests;

/// <summary>The named client is made once, with what the host put onto it; where the host wants its handlers renewed, it is made again.</summary>
internal sealed class NamedHttpClientTests
{
    [TestCase(false, 1)]
    [TestCase(true, 3)]
    public async Task Client_is_kept_unless_its_handlers_have_a_lifetime(bool limited, int made)
    {
        var count = 0;
        List<string> sent = [];
        using var harness = new Harness(services: services =>
        {
            var client = services.AddHttpClient("Payments.test").ConfigureHttpClient(client =>
            {
                count++;
                client.DefaultRequestHeaders.TryAddWithoutValidation("X-Host", "of the host");
                client.Timeout = TimeSpan.FromTicks(1);
            });
            if (limited)
                client.SetHandlerLifetime(TimeSpan.FromMinutes(1));
        }).Answer(request =>
        {
            sent.Add(string.Join(",", request.Headers.GetValues("X-Host")));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        });
        Assert.That(count, Is.Zero, "made at the first call");
        for (var i = 0; i < 3; i++)
            (await harness.SendAsync(Harness.Write())).ThrowIfFailed();
        Assert.That((count, sent), Is.EqualTo((made, new List<string> { "of the host", "of the host", "of the host" })));
    }
}
