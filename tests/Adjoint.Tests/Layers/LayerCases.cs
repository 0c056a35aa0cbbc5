using Adjoint.Layers;
using Adjoint.Primitives;

namespace Adjoint.Tests.Layers;

/// <summary>Every layer, with settings that show what is particular about it. A new layer is tested by being listed here, and a test fails until it is.</summary>
public static class LayerCases
{
    private static readonly Dictionary<string, LayerCase> ByName = All().ToDictionary(@case => @case.Name);

    public static IEnumerable<LayerCase> Cases => ByName.Values;

    public static TheoryData<string> Names => [.. ByName.Keys];

    public static LayerCase Find(string name) => ByName[name];

    private static IEnumerable<LayerCase> All() => [.. Convolutions(), .. Pointwise(), .. Spatial(), .. OfOneSize(), .. Composites()];

    private static IEnumerable<LayerCase> Convolutions()
    {
        yield return Of("convolution", () => new Convolution2D(3, [3, 2], Activation.Tanh) { Boundary = Boundary.Reflect });
        yield return Of("correlation in groups", () => new Correlation2D(6, 3, Activation.Silu) { Boundary = Boundary.Same, Groups = 2, Dilation = [1, 2] });
        yield return Of("correlation of stride 2", () => new Correlation2D(2, 3) { Stride = [2, 1], HasBias = false });
        foreach (Boundary boundary in Enum.GetValues<Boundary>())
        {
            yield return Of($"transposed convolution, {boundary}", () => new TransposedConvolution2D(3, [3, 2], Activation.Elu) { Boundary = boundary });
            yield return Of($"transposed correlation, {boundary}", () => new TransposedCorrelation2D(2, [2, 3]) { Boundary = boundary, Dilation = [1, 2], HasBias = false });
        }

        yield return Of("transposed correlation of stride 2", () => new TransposedCorrelation2D(2, 3, Activation.Relu) { Stride = [2, 2], Boundary = Boundary.Same, OutputPadding = [1, 1], Groups = 2 });
    }

    private static IEnumerable<LayerCase> Pointwise()
    {
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            yield return Of($"activation {activation}", () => new ActivationLayer(activation));
        }

        yield return Of("softmax", () => new SoftmaxLayer());
        yield return Of("batch normalisation", () => new BatchNormalization(0.8, 1e-3));
        yield return Of("layer normalisation over channels", () => new LayerNormalization());
        yield return Of("dropout", () => new Dropout(0.4));
        yield return Of("dropout of channels", () => new Dropout(0.5) { IsSpatial = true });
        yield return Of("dropout of nothing", () => new Dropout(0));
        yield return Of("add", Joined(new AddLayer(), 4));
        yield return Of("multiply", Joined(new MultiplyLayer(), 1));
        yield return Of("concatenate", Joined(new ConcatenateLayer(), 2));
    }

    private static IEnumerable<LayerCase> Spatial()
    {
        yield return Of("max pooling", () => new MaxPooling2D(2));
        yield return Of("max pooling that slides", () => new MaxPooling2D([3, 2]) { Stride = [1, 1], Padding = [1, 0] });
        yield return Of("max pooling rounded up", () => new MaxPooling2D(3) { Stride = [2, 2], RoundsUp = true });
        yield return Of("average pooling", () => new AveragePooling2D([2, 3]));
        yield return Of("average pooling that slides", () => new AveragePooling2D(3) { Stride = [1, 1], Padding = [1, 1], CountsPadding = false });
        yield return Of("average pooling that slides with padding", () => new AveragePooling2D(3) { Stride = [1, 1], Padding = [1, 1] });
        yield return Of("global average pooling", () => new GlobalAveragePooling());
        yield return Of("global max pooling", () => new GlobalMaxPooling());
        yield return Of("group normalisation", () => new GroupNormalization(2));
        yield return Of("up-sampling, nearest", () => new UpSampling2D(2));
        yield return Of("up-sampling, bilinear", () => new UpSampling2D(3, ResizeMethod.Bilinear));
        yield return Of("down-sampling by area", () => new DownSampling2D(2));
        yield return Of("down-sampling, bilinear", () => new DownSampling2D(2, DownSamplingMethod.Bilinear));
        yield return Of("pixel shuffle", () => new PixelShuffle(2));
    }

    private static IEnumerable<LayerCase> OfOneSize()
    {
        yield return Of("dense", () => new Dense(3, Activation.Gelu), isAnySize: false);
        yield return Of("dense without bias", () => new Dense(2) { HasBias = false }, isAnySize: false);
        yield return Of("flatten", () => new Flatten(), isAnySize: false);
        yield return Of("reshape", () => new ReshapeLayer([3, 8, 6]), isAnySize: false);
        yield return Of("layer normalisation over samples", () => new LayerNormalization(NormalizedAxes.Sample, 1e-4), isAnySize: false);
        yield return new("batch normalisation of vectors", false, () => new Sequential([6, 6, 4], new Dense(5), new BatchNormalization(), new Dropout(0.2) { IsSpatial = true }));
    }

    private static IEnumerable<LayerCase> Composites()
    {
        yield return Of("chain", () => new Chain(new Convolution2D(3, 3, Activation.Sigmoid), new BatchNormalization(), new Chain(new Correlation2D(2, 1))));
        yield return Of("residual", () => new Residual(new Convolution2D(4, 3, Activation.Softplus) { Boundary = Boundary.Symmetric }, new Dropout(0.3)) { Activation = Activation.LeakyRelu });
        yield return Of("residual with a projection", () => new Residual(new Correlation2D(6, 3) { Stride = [2, 2], Boundary = Boundary.Same }) { HasProjection = true, ProjectionStride = [2, 2] });
        yield return Of("residual within a residual", () => new Residual(new Residual(new BatchNormalization(), new Correlation2D(2, [3, 1]) { Boundary = Boundary.Replicate }) { HasProjection = true }, new Correlation2D(4, 1)));
    }

    private static LayerCase Of(string name, Func<Layer> layer, bool isAnySize = true) => Of(name, () => new Sequential([6, 6, 4], layer()), isAnySize);

    private static LayerCase Of(string name, Func<Model> model, bool isAnySize = true) => new(name, isAnySize, model);

    /// <summary>A layer of several inputs: what the model is given, a blurred copy, and a copy of some channels.</summary>
    private static Func<Model> Joined(Layer layer, int channels) => () =>
    {
        ModelBuilder graph = new([6, 6, 4]);
        ModelValue blurred = graph.Apply(new AveragePooling2D(3) { Stride = [1, 1], Padding = [1, 1] }, graph.Input);
        ModelValue projected = graph.Apply(new Correlation2D(channels, [1, 3]) { Boundary = Boundary.Same }, graph.Input);
        return graph.Build(graph.Apply(layer, graph.Input, blurred, projected));
    };
}
