using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>An error answer of PayPal on its way out of an operation.</summary>
internal sealed class PayPalRefusal(int status, string? issue, string? field = null, string? value = null) : Exception
{
    /// <summary>The fixed name and words of each status.</summary>
    private static readonly FrozenDictionary<int, (string Name, string Message)> Names = new Dictionary<int, (string, string)>
    {
        [400] = ("INVALID_REQUEST", "Request is not well-formed, syntactically incorrect, or violates schema."),
        [401] = ("AUTHENTICATION_FAILURE", "Authentication failed due to missing authorization header, or invalid authentication credentials."),
        [403] = ("NOT_AUTHORIZED", "Authorization failed due to insufficient permissions."),
        [404] = ("RESOURCE_NOT_FOUND", "The specified resource does not exist."),
        [409] = ("RESOURCE_CONFLICT", "The server has detected a conflict while processing this request."),
        [415] = ("UNSUPPORTED_MEDIA_TYPE", "The server does not support the request payload's media type."),
        [422] = ("UNPROCESSABLE_ENTITY", "The requested action could not be performed, semantically incorrect, or failed business validation."),
        [429] = ("RATE_LIMIT_REACHED", "Too many requests. Blocked due to rate limiting."),
        [500] = ("INTERNAL_SERVER_ERROR", "An internal server error occurred."),
        [503] = ("SERVICE_UNAVAILABLE", "Service Unavailable."),
    }.ToFrozenDictionary();

    public int Status { get; } = status;

    public string? Issue { get; } = issue;

    /// <summary>Where the payer goes to choose another funding.</summary>
    public string? Redirect { get; init; }

    /// <summary>A field of the body is missing or malformed.</summary>
    public static PayPalRefusal Field(string issue, string path, string? value = null) => new(400, issue, "/" + path.Replace('.', '/'), value);

    /// <summary>The business does not allow it.</summary>
    public static PayPalRefusal Business(string issue, string? path = null) => new(422, issue, path is null ? null : "/" + path.Replace('.', '/'));

    public static PayPalRefusal Missing() => new(404, "INVALID_RESOURCE_ID");

    public SimulatedResponse ToResponse(string debugId) => Answer(Status, Issue, debugId, field, value, Redirect);

    /// <summary>An answer of a status alone, which is what a fault is. What is not in the table is a failure of the server.</summary>
    public static SimulatedResponse Answer(
        int status, string? issue, string debugId, string? field = null, string? value = null, string? redirect = null)
    {
        var (name, message) = Names.TryGetValue(status, out var known) ? known : Names[status >= 500 ? 500 : 400];
        var body = new JsonObject { ["name"] = name, ["message"] = message, ["debug_id"] = debugId };
        if (issue is not null)
        {
            var detail = new JsonObject { ["issue"] = issue };
            if (field is not null)
                (detail["field"], detail["location"]) = (field, "body");
            if (value is not null)
                detail["value"] = value;
            body["details"] = new JsonArray(detail);
        }

        var links = new JsonArray();
        if (redirect is not null)
            links.Add(PayPalShapes.Link(redirect, "redirect"));
        else if (issue is not null)
            links.Add(PayPalShapes.Link($"https://developer.paypal.com/docs/api/orders/v2/#error-{issue}", "information_link"));
        body["links"] = links;
        return SimulatedResponse.Json(status, body);
    }
}
