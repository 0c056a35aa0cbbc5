namespace Adjoint.Data.Digits;

/// <summary>How people write the digits: for each several ways, as strokes in a unit square (x to the right, y down).</summary>
/// <remarks>
/// A path is written as in vector graphics: <c>M</c> begins a stroke, <c>L</c> draws a line, <c>C</c> a cubic Bézier curve. Ways that are more common are
/// listed more than once.
/// </remarks>
internal static class DigitShapes
{
    private static readonly string[][] Paths =
    [
        [
            "M .5 0 C .2 0 .15 .3 .15 .5 C .15 .8 .3 1 .5 1 C .75 1 .85 .75 .85 .5 C .85 .2 .7 0 .5 0",
            "M .6 .03 C .25 -.05 .12 .3 .14 .55 C .16 .85 .35 1 .5 1 C .78 1 .88 .7 .85 .45 C .83 .2 .7 .02 .45 .05",
            "M .4 .02 C .1 .15 .15 .5 .18 .65 C .25 .95 .45 1 .55 .99 C .85 .95 .85 .6 .83 .4 C .8 .1 .6 -.02 .4 .02",
        ],
        [
            "M .5 0 L .5 1",
            "M .5 0 C .45 .3 .45 .7 .5 1",
            "M .1 .45 L .5 0 L .5 1",
            "M .08 .42 C .25 .4 .4 .2 .52 0 L .5 1",
            "M .35 .2 L .5 0 L .5 .97 L .92 .97",
            "M .4 0 L .5 .97 L .92 1",
            "M .3 .2 C .4 .15 .45 .08 .5 0 L .5 1",
            "M .22 .3 L .52 0 L .52 1",
            "M .25 .25 L .5 0 L .5 1 M .25 1 L .78 1",
            "M .36 .12 L .5 0 L .5 1 M .3 1 L .7 1",
        ],
        [
            "M .15 .25 C .2 -.05 .8 -.1 .8 .28 C .8 .5 .45 .75 .15 1 L .87 1",
            "M .15 .2 C .3 -.05 .8 -.1 .78 .25 C .76 .5 .45 .75 .12 .97 C .35 .9 .6 1 .88 .96",
            "M .17 .22 C .25 -.05 .75 -.1 .76 .25 C .76 .6 .4 .95 .2 .95 C .02 .94 .15 .72 .3 .83 C .45 .95 .6 1.02 .88 .92",
            "M .2 .1 C .4 -.03 .8 -.02 .8 .25 C .8 .55 .3 .8 .17 .98 L .83 .98",
        ],
        [
            "M .15 .12 C .35 -.05 .8 -.05 .78 .22 C .77 .42 .55 .47 .4 .48 C .6 .48 .85 .55 .85 .75 C .85 1.05 .35 1.05 .12 .87",
            "M .15 .15 C .3 -.05 .75 -.05 .75 .2 C .75 .4 .6 .45 .42 .48 C .65 .5 .82 .58 .82 .74 C .82 1.02 .4 1.03 .15 .95",
            "M .15 0 L .8 0 L .42 .42 C .7 .4 .87 .55 .85 .73 C .83 1.05 .35 1.05 .12 .88",
            "M .2 .05 C .5 -.03 .8 0 .76 .2 C .72 .35 .6 .42 .3 .5 C .65 .45 .85 .55 .82 .75 C .78 .95 .45 1.02 .15 .98",
        ],
        [
            "M .3 0 L .13 .6 L .87 .6 M .65 .28 L .62 1",
            "M .65 1 L .65 0 L .12 .65 L .88 .65",
            "M .58 0 L .12 .66 L .88 .64 M .66 .3 L .64 1",
            "M .2 0 C .15 .3 .1 .55 .3 .55 C .5 .55 .65 .5 .78 .45 M .8 0 L .7 1",
            "M .25 .02 C .2 .3 .15 .4 .14 .55 L .8 .52 M .78 .02 C .75 .4 .72 .7 .7 1",
        ],
        [
            "M .82 0 L .25 0 L .2 .45 C .4 .35 .85 .35 .85 .68 C .85 1.05 .35 1.05 .12 .9",
            "M .26 .03 L .2 .47 C .4 .35 .82 .38 .82 .7 C .82 1 .4 1.05 .13 .95 M .26 .03 L .85 0",
            "M .8 .03 C .5 0 .25 .05 .25 .25 C .25 .5 .8 .4 .8 .72 C .8 1 .4 1.05 .15 .92",
            "M .78 .02 L .3 .03 C .26 .2 .25 .3 .2 .48 C .5 .4 .8 .5 .78 .72 C .76 .95 .45 1 .15 .98",
        ],
        [
            "M .7 0 C .4 .1 .15 .4 .15 .7 C .15 .95 .35 1 .5 1 C .75 1 .85 .85 .82 .7 C .8 .5 .55 .45 .4 .52 C .25 .6 .17 .7 .17 .78",
            "M .55 0 C .35 .25 .15 .5 .17 .75 C .2 1.05 .8 1.05 .8 .75 C .8 .5 .35 .5 .2 .72",
            "M .45 0 C .25 .2 .13 .45 .15 .72 C .18 .98 .4 1 .5 1 C .75 .98 .82 .8 .78 .67 C .7 .5 .4 .52 .2 .75",
            "M .35 0 C .2 .3 .15 .5 .18 .75 C .22 .98 .4 1.02 .55 .98 C .8 .9 .82 .65 .68 .58 C .5 .5 .3 .62 .22 .8",
        ],
        [
            "M .12 .02 L .85 .02 L .4 1",
            "M .12 .06 C .4 0 .6 .1 .85 .02 C .65 .3 .45 .6 .42 1",
            "M .12 .02 L .85 .02 L .4 1 M .3 .52 L .78 .48",
            "M .12 .05 C .4 .08 .6 .05 .82 .02 C .65 .3 .5 .6 .42 1 M .25 .52 L .75 .5",
            "M .12 .2 L .14 .03 L .85 .02 C .65 .35 .5 .65 .45 1",
        ],
        [
            "M .78 .15 C .6 -.05 .22 -.05 .22 .22 C .22 .5 .85 .45 .85 .77 C .85 1.07 .15 1.07 .15 .77 C .15 .5 .75 .45 .78 .15",
            "M .5 0 C .2 0 .2 .45 .5 .46 C .8 .45 .8 0 .5 0 M .5 .46 C .1 .47 .1 1 .5 1 C .9 1 .9 .47 .5 .46",
            "M .7 .05 C .4 -.07 .2 .1 .25 .25 C .3 .45 .75 .55 .77 .77 C .78 1.02 .3 1.05 .25 .8 C .22 .6 .7 .4 .75 .2 C .76 .1 .7 .05 .6 .03",
            "M .5 0 C .3 0 .25 .4 .5 .45 C .75 .4 .75 0 .5 0 M .5 .45 C .2 .5 .2 1 .5 1 C .8 1 .8 .5 .5 .45",
        ],
        [
            "M .8 .12 C .6 -.05 .2 -.02 .18 .28 C .18 .6 .7 .6 .8 .2 L .78 1",
            "M .8 .15 C .6 -.08 .18 -.02 .18 .28 C .18 .58 .7 .58 .8 .2 C .85 .6 .75 .95 .3 1",
            "M .75 .25 C .75 -.08 .2 -.08 .2 .25 C .2 .55 .75 .52 .78 .2 C .78 .5 .65 .8 .5 1",
            "M .8 .15 C .6 -.08 .18 -.02 .18 .28 C .18 .55 .7 .55 .8 .2 C .88 .6 .85 1 .5 1 C .3 1 .2 .95 .15 .85",
            "M .75 .1 C .5 -.05 .2 .05 .2 .28 C .2 .5 .5 .5 .75 .4 C .9 .65 .8 1 .5 1 C .3 1 .2 .95 .15 .88",
            "M .8 .1 C .55 -.05 .2 0 .2 .28 C .2 .52 .6 .55 .78 .25 C .82 .5 .84 .75 .72 .9 C .6 1.02 .4 1 .25 .93",
        ],
    ];

    /// <summary>For each digit its ways, each a list of strokes: a stroke is a chain of cubic curves that share their ends.</summary>
    public static (float X, float Y)[][][][] Strokes { get; } = [.. Paths.Select(ways => ways.Select(Parse).ToArray())];

    private static (float X, float Y)[][] Parse(string path)
    {
        List<(float, float)[]> strokes = [];
        List<(float X, float Y)> points = [];
        string[] tokens = path.Split(' ');
        for (int i = 0; i < tokens.Length;)
        {
            string command = tokens[i++];
            if (command == "M" && points.Count > 0)
            {
                strokes.Add([.. points]);
                points.Clear();
            }
            else if (command == "L")
            {
                // A line is a curve whose handles lie on it, so that it may bend a little when it is drawn.
                (float X, float Y) from = points[^1], to = Point(i);
                points.Add(Between(from, to, 1 / 3f));
                points.Add(Between(from, to, 2 / 3f));
            }

            for (int n = command == "C" ? 3 : 1; n > 0; n--, i += 2)
            {
                points.Add(Point(i));
            }
        }

        return [.. strokes, [.. points]];

        (float X, float Y) Point(int i) => (Number(tokens[i]), Number(tokens[i + 1]));

        static float Number(string token) => float.Parse(token, System.Globalization.CultureInfo.InvariantCulture);

        static (float X, float Y) Between((float X, float Y) from, (float X, float Y) to, float part) =>
            (float.Lerp(from.X, to.X, part), float.Lerp(from.Y, to.Y, part));
    }
}
