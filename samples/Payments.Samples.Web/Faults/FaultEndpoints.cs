using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Simulator;

namespace Payments.Samples.Web.Faults;

/// <summary>
/// A switch for what goes wrong, since the providers are simulated: <c>PUT /faults/stripe/slow?seconds=8&amp;share=0.5</c>. Only this machine is let in, and
/// no page of another site can send a PUT or a DELETE.
/// </summary>
internal static class FaultEndpoints
{
    public static void MapFaults(this IEndpointRouteBuilder app)
    {
        var faults = app.MapGroup("/faults").AddEndpointFilter(async (context, next) =>
            context.HttpContext.Connection.RemoteIpAddress is { } caller && IPAddress.IsLoopback(caller) ? await next(context) : Results.NotFound());
        faults.MapGet("", (ShopFaults now) => TypedResults.Json(new FaultList([.. FaultKinds.All.Keys.Order(StringComparer.Ordinal)], now.Now), FaultJson.Default.FaultList));
        faults.MapPut("/{provider}/{fault}", Set);
        faults.MapDelete("/{provider?}", (string? provider, ShopFaults now) =>
        {
            if (provider is not null && now.Find(provider) is null)
                return Refused(404, $"No provider is called '{provider}'.");
            now.Clear(provider);
            return Results.NoContent();
        });
    }

    private static IResult Set(string provider, string fault, ShopFaults faults, double share = 1, int status = 503, double seconds = 6, string? operation = null)
    {
        if (faults.Find(provider) is not { } simulator)
            return Refused(404, $"No provider is called '{provider}'.");
        if (!FaultKinds.All.ContainsKey(fault))
            return Refused(404, $"There is no fault '{fault}': GET /faults lists them.");
        if (fault == FaultKinds.Declined && !simulator.PayerActions.Contains(PayerActionKind.Decline))
            return Refused(400, $"Payers of {provider} cannot be declined.");
        if (share is not (>= 0 and <= 1) || status is not (>= 400 and <= 599) || seconds is not (>= 0 and <= 600))
            return Refused(400, "share is 0 to 1, status 400 to 599, seconds 0 to 600.");
        faults.Set(simulator, fault, new FaultDose(share, status, seconds, string.IsNullOrWhiteSpace(operation) ? null : operation));
        return Results.NoContent();
    }

    private static IResult Refused(int status, string why) => Results.Text(why + "\n", statusCode: status);
}

/// <summary>What can go wrong, and what does.</summary>
internal sealed record FaultList(IReadOnlyList<string> Faults, IReadOnlyList<FaultNow> Now);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FaultList))]
internal sealed partial class FaultJson : JsonSerializerContext;
