using System.Net;

namespace Payments.Simulator;

/// <summary>A plain page with buttons. Everything that is shown is HTML-encoded here.</summary>
internal static class SimulatorPage
{
    private const string Style =
        "body{font:16px system-ui,sans-serif;background:#f6f8fa;color:#1f2328;display:grid;place-items:center;min-height:95vh}"
        + "main{background:#fff;border:1px solid #d1d9e0;border-radius:12px;padding:2rem;width:min(24rem,90vw)}"
        + "button{display:block;width:100%;padding:.7rem;margin-top:.6rem;border:1px solid #d1d9e0;border-radius:8px;background:#f6f8fa;font:inherit;cursor:pointer}"
        + "button:first-of-type{background:#0969da;color:#fff}[role=alert]{color:#b3261e}small{color:#59636e}";

    public static string Render(string title, string text, string? notice, IReadOnlyList<(string Action, string Label)> buttons)
    {
        var form = string.Concat(buttons.Select(b => $"<button name=\"action\" value=\"{Encode(b.Action)}\">{Encode(b.Label)}</button>"));
        return $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
            + $"<title>{Encode(title)}</title><style>{Style}</style></head><body><main><small>Simulated payment page: no money "
            + $"moves</small>"
            + $"<h1>{Encode(title)}</h1><p>{Encode(text)}</p>"
            + (notice is null ? string.Empty : $"<p role=\"alert\">{Encode(notice)}</p>")
            + $"<form method=\"post\">{form}</form></main></body></html>";
    }

    /// <summary>Sends the payer's browser to the shop with a form, as providers do that return by <c>POST</c>.</summary>
    public static string RenderPost(Uri url, IReadOnlyDictionary<string, string> fields) =>
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Back to the shop</title></head>"
        + $"<body onload=\"document.forms[0].submit()\"><form method=\"post\" action=\"{Encode(url.OriginalString)}\">"
        + string.Concat(fields.Select(f => $"<input type=\"hidden\" name=\"{Encode(f.Key)}\" value=\"{Encode(f.Value)}\">"))
        + "<noscript><button>Back to the shop</button></noscript></form></body></html>";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
