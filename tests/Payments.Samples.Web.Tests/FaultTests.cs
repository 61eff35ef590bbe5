using System.Net;

namespace Payments.Samples.Web.Tests;

/// <summary>The switch for what goes wrong: it says what it does not understand, and does nothing then.</summary>
internal sealed class FaultTests
{
    [TestCase("nobody/error", HttpStatusCode.NotFound, "nobody")]
    [TestCase("stripe/earthquake", HttpStatusCode.NotFound, "earthquake")]
    [TestCase("coingate/declined", HttpStatusCode.BadRequest, "cannot be declined")]
    [TestCase("stripe/error?share=1.5", HttpStatusCode.BadRequest, "0 to 1")]
    [TestCase("stripe/error?status=200", HttpStatusCode.BadRequest, "400 to 599")]
    public async Task What_makes_no_sense_is_refused(string fault, HttpStatusCode status, string why)
    {
        using var http = new HttpClient { BaseAddress = Browsing.Shop.Address };
        using var answer = await http.PutAsync($"/faults/{fault}", null);
        Assert.That(answer.StatusCode, Is.EqualTo(status));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain(why));
        Assert.That(await http.GetStringAsync("/faults"), Does.EndWith("\"now\":[]}"));
    }

    [Test]
    public async Task What_is_on_is_listed_until_it_is_taken_away()
    {
        using var http = new HttpClient { BaseAddress = Browsing.Shop.Address };
        (await http.PutAsync("/faults/inicis/limited?share=0", null)).EnsureSuccessStatusCode();
        Assert.That(await http.GetStringAsync("/faults"), Does.Contain("\"provider\":\"inicis\",\"fault\":\"limited\",\"share\":0"));
        (await http.DeleteAsync("/faults/inicis")).EnsureSuccessStatusCode();
        Assert.That(await http.GetStringAsync("/faults"), Does.EndWith("\"now\":[]}"));
    }
}
