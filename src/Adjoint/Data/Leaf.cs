using Adjoint.Tensors;

namespace Adjoint.Data;

/// <summary>The points (x, y), seen from a leaf's middle, with x·NormalX + y·NormalY ≤ Distance.</summary>
internal readonly record struct HalfPlane(float NormalX, float NormalY, float Distance);

/// <summary>One leaf: an ellipse, or a convex polygon inside a circle, with a colour, a linear shading and a texture.</summary>
internal readonly struct Leaf
{
    /// <summary>The greatest number of edges of a polygon.</summary>
    internal const int MaximumEdges = 6;

    // An ellipse is a·x² + 2b·xy + c·y² ≤ 1; its coefficients are those of a unit circle for polygons.
    private readonly float _a;
    private readonly float _b;
    private readonly float _c;
    private readonly int _edges;

    private Leaf(ref KeyedRandom random, DeadLeavesStyle style, float x, float y, float radius, Span<HalfPlane> edges)
    {
        (X, Y, Radius) = (x, y, radius);
        (float sine, float cosine) = MathF.SinCos(MathF.PI * random.NextUniformSingle());
        bool straight = random.NextUniformSingle() < style.Straight;
        float aspect = straight ? 1 : 0.35f + (0.65f * random.NextUniformSingle());
        float major = 1 / (radius * radius), minor = major / (aspect * aspect);
        _a = (major * cosine * cosine) + (minor * sine * sine);
        _b = (major - minor) * sine * cosine;
        _c = (major * sine * sine) + (minor * cosine * cosine);
        if (straight)
        {
            _edges = DrawEdges(ref random, sine, cosine, radius, edges);
        }

        Span<float> normals = stackalloc float[4];
        random.FillNormal(normals);
        Luminance = 1 / (1 + MathF.Exp(-(style.Exposure + (style.Contrast * normals[0]))));

        // Chrominance has heavy tails (a Laplace distribution) and fades where a colour is dark or bright.
        float room = 4 * Luminance * (1 - Luminance);
        float warm = room * (style.Warmth + (style.Chroma * Laplace(random.NextUniformSingle())));
        float tint = room * (style.Tint + (0.3f * style.Chroma * Laplace(random.NextUniformSingle())));

        // Warm is red against blue; tint is green against magenta. Both leave the luminance (0.299, 0.587, 0.114) as it is.
        Red = warm - tint;
        Green = (0.413f / 0.587f * tint) - (0.185f / 0.587f * warm);
        Blue = -warm - tint;

        float extent = Math.Max(radius, 4);
        SlopeX = 0.06f * normals[1] / extent;
        SlopeY = 0.06f * normals[2] / extent;
        Roughness = style.Roughness * -MathF.Log(1 - random.NextUniformSingle());
        Texture = new LeafTexture(ref random);
    }

    /// <summary>The middle's column.</summary>
    internal float X { get; }

    /// <summary>The middle's row.</summary>
    internal float Y { get; }

    /// <summary>The greatest distance of the leaf's points from its middle.</summary>
    internal float Radius { get; }

    /// <summary>The luminance at the middle, encoded, from 0 to 1.</summary>
    internal float Luminance { get; }

    /// <summary>What the red channel has more than the luminance.</summary>
    internal float Red { get; }

    /// <summary>What the green channel has more than the luminance.</summary>
    internal float Green { get; }

    /// <summary>What the blue channel has more than the luminance.</summary>
    internal float Blue { get; }

    /// <summary>How the luminance grows per column.</summary>
    internal float SlopeX { get; }

    /// <summary>How the luminance grows per row.</summary>
    internal float SlopeY { get; }

    /// <summary>The texture's standard deviation.</summary>
    internal float Roughness { get; }

    /// <summary>Where and how the leaf is cut out of which texture.</summary>
    internal LeafTexture Texture { get; }

    internal static Leaf Draw(ref KeyedRandom random, DeadLeavesStyle style, float x, float y, float radius, Span<HalfPlane> edges) =>
        new(ref random, style, x, y, radius, edges);

    /// <summary>The columns that the leaf covers in a row, both counted from its middle; the first is greater than the second where there are none.</summary>
    internal (float From, float To) Span(float y, ReadOnlySpan<HalfPlane> edges)
    {
        float root = (_b * _b * y * y) - (_a * ((_c * y * y) - 1));
        if (root < 0)
        {
            return (1, -1);
        }

        float half = MathF.Sqrt(root) / _a, middle = -_b * y / _a;
        float from = middle - half, to = middle + half;
        foreach (HalfPlane edge in edges[.._edges])
        {
            float rest = edge.Distance - (y * edge.NormalY);
            if (edge.NormalX > 1e-6f)
            {
                to = Math.Min(to, rest / edge.NormalX);
            }
            else if (edge.NormalX < -1e-6f)
            {
                from = Math.Max(from, rest / edge.NormalX);
            }
            else if (rest < 0)
            {
                return (1, -1);
            }
        }

        return (from, to);
    }

    // A rectangle of random proportions in three of four cases; otherwise a triangle to hexagon about the middle.
    private static int DrawEdges(ref KeyedRandom random, float sine, float cosine, float radius, Span<HalfPlane> edges)
    {
        if (random.NextInt(4) > 0)
        {
            float proportion = 0.15f + (0.85f * random.NextUniformSingle());
            float length = radius / MathF.Sqrt(1 + (proportion * proportion)), breadth = proportion * length;
            edges[0] = new HalfPlane(cosine, sine, length);
            edges[1] = new HalfPlane(-cosine, -sine, length);
            edges[2] = new HalfPlane(-sine, cosine, breadth);
            edges[3] = new HalfPlane(sine, -cosine, breadth);
            return 4;
        }

        int count = 3 + random.NextInt(MaximumEdges - 2);
        float turn = MathF.PI * random.NextUniformSingle() * 2;
        for (int i = 0; i < count; i++)
        {
            float angle = turn + (2 * MathF.PI * (i + (0.5f * random.NextUniformSingle())) / count);
            edges[i] = new HalfPlane(MathF.Cos(angle), MathF.Sin(angle), radius * (0.4f + (0.4f * random.NextUniformSingle())));
        }

        return count;
    }

    private static float Laplace(float uniform)
    {
        float centred = uniform - 0.5f;
        return -MathF.CopySign(MathF.Log(1 - Math.Min(2 * MathF.Abs(centred), 0.999f)), centred);
    }
}
