using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Primitives;

/// <summary>
/// Correlation and transposed correlation against ONNX' node tests (Conv, ConvTranspose), whose convolution is our correlation. Their
/// pictures are batch × channels × space, their kernels out × in × space, and in × out × space for ConvTranspose.
/// </summary>
public class OnnxConvolutionTests
{
    private static readonly ConvolutionOptions TwoByTwo = new() { Stride = [2, 2] }, ThreeByTwo = new() { Stride = [3, 2] };

    private static readonly Dictionary<string, Func<Expr, Expr, Expr>> Nodes = new()
    {
        ["basic_conv_without_padding"] = (w, x) => CorrelatePictures(w, x),
        ["conv_with_strides_no_padding"] = (w, x) => CorrelatePictures(w, x, TwoByTwo),
        ["conv_with_autopad_same"] = (w, x) => CorrelatePictures(w, x, TwoByTwo with { Boundary = Boundary.Same }),
        ["convtranspose"] = (w, x) => CorrelateTransposedPictures(w, x),
        ["convtranspose_3d"] = (w, x) => CorrelateTransposedPictures(w, x),
        ["convtranspose_dilations"] = (w, x) => CorrelateTransposedPictures(w, x, new() { Dilation = [2, 2] }),
        ["convtranspose_group_2_image_3"] = (w, x) => CorrelateTransposedPictures(w, x, new() { Groups = 2 }),
        ["convtranspose_output_shape"] = (w, x) => CorrelateTransposedPictures(w, x, ThreeByTwo, [1, 1]),
        ["convtranspose_pads"] = (w, x) => Crop(CorrelateTransposedPictures(w, x, ThreeByTwo), [0, 1, 2, 0], [0, 1, 2, 0]),
    };

    public static TheoryData<string> Names => [.. Nodes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Node_tests(string name)
    {
        string? data = Environment.GetEnvironmentVariable("ADJOINT_DATA");
        if (string.IsNullOrEmpty(data))
        {
            Assert.Skip("ADJOINT_DATA names no folder with ONNX' node tests (onnx-node-tests).");
        }

        string folder = Path.Combine(data, "onnx-node-tests", "test_" + name, "test_data_set_0");
        Tensor<double> pictures = ChannelsLast(TensorProto.Read(Path.Combine(folder, "input_0.pb")));
        Tensor<double> kernel = KernelLast(TensorProto.Read(Path.Combine(folder, "input_1.pb")));
        Tensor<double> expected = ChannelsLast(TensorProto.Read(Path.Combine(folder, "output_0.pb")));
        Variable w = new("w", kernel.Shape), x = new("x", pictures.Shape);
        Tensor<double> result = Evaluation.Evaluate(Nodes[name](w, x), (w, kernel), (x, pictures));
        Assert.Equal(expected.Shape, result.Shape);
        Assert.True(Vectors.Distance(expected, result) <= 1e-5 * Math.Max(1, Vectors.Largest(expected)), name);
    }

    private static Tensor<double> ChannelsLast(Tensor<double> value) => Permuted(value, [0, .. Enumerable.Range(2, value.Shape.Rank - 2), 1]);

    /// <summary>
    /// out × (in / groups) × space becomes space × (in / groups) × out; entering × (leaving / groups) × space becomes space × (leaving / groups)
    /// × entering, the kernel of the correlation that the transposed one is the adjoint of. It is the same permutation.
    /// </summary>
    private static Tensor<double> KernelLast(Tensor<double> value) => Permuted(value, [.. Enumerable.Range(2, value.Shape.Rank - 2), 1, 0]);

    private static Tensor<double> Permuted(Tensor<double> value, int[] axes)
    {
        Tensor<double> result = new([.. axes.Select(axis => value.Shape[axis])]);
        foreach (int[] index in DirectConvolution.Indices(value.Shape))
        {
            result[[.. axes.Select(axis => index[axis])]] = value[index];
        }

        return result;
    }
}
