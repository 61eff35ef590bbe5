using System.Net;
using System.Text.RegularExpressions;
using Payments.Simulator;

namespace Payments.Packages.Tests;

/// <summary>New hosts install the packages and take payments.</summary>
[NonParallelizable]
internal sealed partial class HostTests
{
    private static readonly HttpClient Browser = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromMinutes(1) };

    [OneTimeSetUp]
    public Task BuildAsync() => NewHosts.BuildAsync();

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Package_is_installed_beside_all_others(Project package) => Assert.That(NewHosts.OutputOf("Everything", package.Name), Does.Exist);

    [Test]
    public async Task The_sample_takes_a_payment_through_every_provider_it_installs()
    {
        var providers = Repository.Packages
            .Where(package => NewHosts.Sample.ProjectReferences.Contains(package.Name) && package.ProjectReferences.Contains("Payments.Http"));
        var name = NewHosts.Sample.Name;
        var output = await DotNetProcess.RunAsync(NewHosts.FolderOf(name), [NewHosts.OutputOf(name, name)]);
        var subjects = Subject().Matches(output).Select(match => match.Groups["name"].Value).Except(["security", "total"]);
        Assert.That(subjects.Count(), Is.Positive.And.GreaterThanOrEqualTo(providers.Count()), output);
    }

    [Test]
    public async Task The_readmes_program_takes_a_payment()
    {
        await using var stripe = new StripeSimulator();
        await stripe.StartAsync();
        using var shop = DotNetProcess.Start(
            NewHosts.FolderOf("Shop"),
            [NewHosts.OutputOf("Shop", "Shop")],
            ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
            ("Payments__Stripe__BaseAddress", stripe.BaseAddress.OriginalString),
            ("Payments__Stripe__SecretKey", stripe.SecretKey));
        var address = (await shop.SaysAsync(Listening())).Groups["address"].Value;

        using var answer = await Browser.PostAsync(new Uri($"{address}/pay/ORDER-1001"), content: null);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Found));
        var page = answer.Headers.Location!;
        Assert.That(page.Authority, Is.EqualTo(stripe.BaseAddress.Authority));
        Assert.That(stripe.ChargesMade("ORDER-1001"), Is.Zero);

        using var pay = new FormUrlEncodedContent([new("action", "pay")]);
        using var back = await Browser.PostAsync(page, pay);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(back.Headers.Location?.Authority, Is.EqualTo("shop.example"));
            Assert.That(stripe.ChargesMade("ORDER-1001"), Is.EqualTo(1));
        }
    }

    [GeneratedRegex(@"^(?<name>\S+) +[1-9]\d* ok, \d+ skipped, 0 failed, ", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Subject();

    [GeneratedRegex(@"Now listening on: (?<address>http://127\.0\.0\.1:\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Listening();
}
